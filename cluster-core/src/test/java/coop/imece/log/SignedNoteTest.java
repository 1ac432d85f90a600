package coop.imece.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
  private static final String ORIGIN = "imece.example/ledger";
  private static final SigningKey KEY =
      SigningKey.ofSeed(ORIGIN, VerifierKey.Type.ED25519, counting(0));
  private static final SigningKey WITNESS =
      SigningKey.ofSeed("witness.example/w1", VerifierKey.Type.COSIGNATURE, counting(0x20));
  private static final Checkpoint CHECKPOINT =
      new Checkpoint(ORIGIN, 8, Proofs.root(8, StandardTree.ofSize(8)));
  private static final String PUBLISHED =
      """
      imece.example/ledger
      8
      XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

      \u2014 imece.example/ledger fpkGo6gvGvKmUdExmw2a0laF8IgS4PBZZ1PMf4BbtssNnXQYSvDeNyOpxYAiRkqhv5yi+Qx91958bFf+xmOQpqq8mgg=
      """;

  @Test
  void the_standards_example_verifies() {
    var key =
        VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    var note =
        SignedNote.parse(
            """
            This is an example message.

            \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """);
    assertEquals(List.of(key), note.signers(List.of(key)));
  }

  @Test
  void our_checkpoint_has_the_published_bytes() {
    assertEquals(
        "imece.example/ledger+7e9906a3+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        KEY.verifier().toString());
    assertEquals(KEY.verifier(), VerifierKey.parse(KEY.verifier().toString()));
    assertEquals(PUBLISHED, CHECKPOINT.signed(KEY).toString());
    assertEquals(CHECKPOINT, Checkpoint.verified(SignedNote.parse(PUBLISHED), KEY.verifier()));
  }

  @Test
  void a_witness_cosigns_with_the_published_bytes() {
    assertEquals(
        "witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X",
        WITNESS.verifier().toString());
    var cosignature = WITNESS.cosign(CHECKPOINT.text(), 1_700_000_000);
    assertEquals(
        "\u2014 witness.example/w1"
            + " IDJKvgAAAABlU/EAimREJiMef1aou7rFBSdlarimPGETrW6hIU5msxnfaJxdiZQZuOhX8wv7QqKfuwL6Fut0uEeZitOoHkpUPWLxDQ==",
        cosignature.line());
    assertEquals(1_700_000_000, cosignature.cosignedAtSeconds());
    var note = SignedNote.parse(CHECKPOINT.signed(KEY).with(cosignature).toString());
    var known = List.of(KEY.verifier(), WITNESS.verifier());
    assertEquals(known, note.signers(known));
  }

  @Test
  void every_flipped_byte_of_a_checkpoint_is_found() {
    var bytes = PUBLISHED.getBytes(StandardCharsets.UTF_8);
    for (var i = 0; i < bytes.length; i++) {
      for (var bit = 0; bit < 8; bit++) {
        var flipped = bytes.clone();
        flipped[i] ^= (byte) (1 << bit);
        assertThrows(
            MalformedException.class,
            () -> Checkpoint.verified(SignedNote.parse(flipped), KEY.verifier()),
            "byte " + i + " bit " + bit);
      }
    }
  }

  @Test
  void a_wrong_signature_of_a_known_key_spoils_the_note() {
    var other = SigningKey.ofSeed("other.example/log", VerifierKey.Type.ED25519, counting(7));
    var wrong = new NoteSignature(ORIGIN, KEY.verifier().id(), KEY.sign("another text\n").bytes());
    var note = CHECKPOINT.signed(other).with(wrong);
    var refused =
        assertThrows(
            MalformedException.class,
            () -> note.signers(List.of(other.verifier(), KEY.verifier())));
    assertEquals("the signature of imece.example/ledger is wrong", refused.getMessage());
    assertEquals(List.of(other.verifier()), note.signers(List.of(other.verifier())));
  }

  @Test
  void a_checkpoint_of_another_origin_or_key_is_refused() {
    var stranger = SigningKey.ofSeed("other.example/log", VerifierKey.Type.ED25519, counting(7));
    var refused =
        assertThrows(
            MalformedException.class,
            () -> Checkpoint.verified(CHECKPOINT.signed(stranger), KEY.verifier()));
    assertEquals("the checkpoint is not signed by imece.example/ledger", refused.getMessage());
    refused =
        assertThrows(
            MalformedException.class,
            () -> Checkpoint.verified(CHECKPOINT.signed(stranger), stranger.verifier()));
    assertEquals(
        "the checkpoint's origin must be other.example/log, was imece.example/ledger",
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "text\n",
        "text\n\n",
        "text\n\n\u2014 name\n",
        "text\n\n- name AAAAAAA=\n",
        "text\n\n\u2014 name AAAA\n",
        "text\n\n\u2014 na+me AAAAAAA=\n",
        "text\n\n\u2014 name AAAAAAB=\n",
        "te\txt\n\n\u2014 name AAAAAAA=\n",
        "text\n\n\u2014 name AAAAAAA="
      })
  void a_malformed_note_is_refused(String note) {
    assertThrows(MalformedException.class, () -> SignedNote.parse(note));
  }

  @Test
  void a_note_has_at_most_16_signatures_and_64_kib() {
    var line = KEY.sign("text\n").line() + "\n";
    var refused =
        assertThrows(
            MalformedException.class, () -> SignedNote.parse("text\n\n" + line.repeat(17)));
    assertEquals("a note has 1 to 16 signatures, was 17", refused.getMessage());
    refused = assertThrows(MalformedException.class, () -> SignedNote.parse(new byte[65_537]));
    assertEquals("a note has at most 65536 bytes, was 65537", refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"o\n08\nr\n", "o\n+8\nr\n", "o\n-8\nr\n", "o\n8\nr\nextension\n", "o\n8\n"})
  void a_checkpoint_has_one_spelling(String text) {
    var withRoot = text.replace("r\n", CHECKPOINT.root().base64() + "\n");
    assertThrows(MalformedException.class, () -> Checkpoint.parse(withRoot));
  }

  @Test
  void a_vkey_whose_id_is_not_its_own_is_refused() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> VerifierKey.parse(KEY.verifier().toString().replace("7e9906a3", "7e9906a4")));
    assertEquals("the vkey's id must be 7e9906a3, was 7e9906a4", refused.getMessage());
  }

  @Test
  void a_proof_for_another_index_or_entry_is_refused() {
    var head = LogHead.empty();
    var tree = new MemoryTree();
    var entries =
        IntStream.range(0, 5)
            .mapToObj(
                i -> {
                  var entry = head.next("note", "{}".getBytes(StandardCharsets.UTF_8), i);
                  head.append(entry);
                  tree.append(entry.leafHash());
                  return entry;
                })
            .toList();
    var note = new Checkpoint(ORIGIN, 5, head.root()).signed(KEY);
    var proof = new TlogProof(3, Proofs.inclusion(3, 5, tree), note);
    assertEquals(proof, TlogProof.parse(proof.toString()));
    assertTrue(proof.verifies(entries.get(3), KEY.verifier()));
    assertFalse(proof.verifies(entries.get(2), KEY.verifier()));
    var shifted = new TlogProof(2, proof.siblings(), note);
    assertFalse(shifted.verifies(entries.get(2), KEY.verifier()));
    assertFalse(shifted.verifies(entries.get(3), KEY.verifier()));
    for (var bad : List.of("", "x\n\n", proof.toString().replace("index 3", "index 03"))) {
      assertThrows(MalformedException.class, () -> TlogProof.parse(bad));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void a_key_of_small_order_is_refused(String hex) {
    var bytes = Bytes.own(HexFormat.of().parseHex(hex));
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new VerifierKey(ORIGIN, VerifierKey.Type.ED25519, bytes));
    assertEquals("the public key has a small order", refused.getMessage());
  }

  @Test
  void a_signature_that_is_cut_or_no_key_s_verifies_nothing() {
    var none = new byte[32];
    none[0] = 2;
    var noPoint = new VerifierKey(ORIGIN, VerifierKey.Type.ED25519, Bytes.own(none));
    assertFalse(noPoint.verifies("text\n", new byte[64]));
    assertFalse(KEY.verifier().verifies("text\n", new byte[63]));
  }

  private static byte[] counting(int first) {
    var seed = new byte[32];
    for (var i = 0; i < seed.length; i++) {
      seed[i] = (byte) (first + i);
    }
    return seed;
  }
}
