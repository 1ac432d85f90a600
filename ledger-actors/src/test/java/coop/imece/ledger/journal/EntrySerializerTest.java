package coop.imece.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.log.Entry;
import coop.imece.log.LogHead;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EntrySerializerTest {
  private final EntrySerializer serializer = new EntrySerializer();
  private final Entry entry =
      LogHead.empty().next("genesis", "{\"unit\":\"uGFT\"}".getBytes(StandardCharsets.UTF_8), 5);

  @Test
  void an_entry_is_stored_as_its_own_bytes_under_its_hash() throws Exception {
    assertArrayEquals(entry.bytes().array(), serializer.toBinary(entry));
    assertEquals(entry.chainHash().hex(), serializer.manifest(entry));
    assertEquals(
        entry, serializer.fromBinary(serializer.toBinary(entry), serializer.manifest(entry)));
  }

  @Test
  void any_flipped_bit_of_a_stored_entry_is_found() {
    var manifest = serializer.manifest(entry);
    for (int bit = 0; bit < entry.bytes().size() * 8; bit++) {
      var flipped = entry.bytes().array().clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(
          NotSerializableException.class,
          () -> serializer.fromBinary(flipped, manifest),
          "bit " + bit);
    }
  }

  @Test
  void a_changed_entry_is_refused_with_both_hashes() {
    var manifest = serializer.manifest(entry);
    var changed = new String(entry.bytes().array(), StandardCharsets.UTF_8).replace('u', 'm');
    var bytes = changed.getBytes(StandardCharsets.UTF_8);
    var refusal =
        assertThrows(NotSerializableException.class, () -> serializer.fromBinary(bytes, manifest));
    assertEquals(
        "entry 0 was stored with hash %s, its bytes now have %s"
            .formatted(manifest, coop.imece.log.Hash.sha256(bytes).hex()),
        refusal.getMessage());
  }
}
