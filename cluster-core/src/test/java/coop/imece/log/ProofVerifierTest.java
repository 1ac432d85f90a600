package coop.imece.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProofVerifierTest {
  private static final int SIZES = 70;
  private static final List<Hash> LEAVES = StandardTree.counting(SIZES + 1);
  private static final MemoryTree TREE = StandardTree.tree(LEAVES);

  @Test
  void every_inclusion_proof_up_to_size_70_verifies_and_for_no_other_index() {
    for (var size = 1; size <= SIZES; size++) {
      var root = Proofs.root(size, TREE).toBytes();
      for (var index = 0; index < size; index++) {
        var proof = StandardTree.raw(Proofs.inclusion(index, size, TREE));
        var leaf = LEAVES.get(index).toBytes();
        assertTrue(ProofVerifier.inclusion(index, size, leaf, proof, root));
        for (var other = 0; other <= size; other++) {
          if (other != index) {
            assertFalse(ProofVerifier.inclusion(other, size, leaf, proof, root));
          }
        }
      }
    }
  }

  @Test
  void every_consistency_proof_up_to_size_70_verifies_and_for_no_neighbouring_sizes() {
    for (var newer = 1; newer <= SIZES; newer++) {
      for (var older = 1; older <= newer; older++) {
        var proof = StandardTree.raw(Proofs.consistency(older, newer, TREE));
        assertTrue(consistent(older, newer, proof), older + " to " + newer);
        var olderRoot = Proofs.root(older, TREE).toBytes();
        var newerRoot = Proofs.root(newer, TREE).toBytes();
        if (older != newer) {
          assertFalse(ProofVerifier.consistency(older, newer, proof, newerRoot, olderRoot));
          assertFalse(ProofVerifier.consistency(older, newer, proof, olderRoot, olderRoot));
          assertFalse(ProofVerifier.consistency(older + 1, newer, proof, olderRoot, newerRoot));
        }
        assertFalse(ProofVerifier.consistency(0, newer, proof, olderRoot, newerRoot));
        assertFalse(ProofVerifier.consistency(newer + 1, newer, proof, olderRoot, newerRoot));
      }
    }
    assertFalse(
        ProofVerifier.consistency(
            0, 0, List.of(), MerkleTree.EMPTY.toBytes(), MerkleTree.EMPTY.toBytes()));
  }

  @Test
  void a_mutated_inclusion_proof_is_refused() {
    for (var size : new int[] {1, 2, 3, 5, 8, 21, 64, 70}) {
      var root = Proofs.root(size, TREE).toBytes();
      for (var index = 0; index < size; index++) {
        var leaf = LEAVES.get(index).toBytes();
        var at = index;
        mutations(
            StandardTree.raw(Proofs.inclusion(index, size, TREE)),
            root,
            proof -> assertFalse(ProofVerifier.inclusion(at, size, leaf, proof, root)));
      }
    }
  }

  @Test
  void a_mutated_consistency_proof_is_refused() {
    for (var newer : new int[] {2, 3, 8, 21, 64, 70}) {
      for (var older = 1; older < newer; older++) {
        var from = older;
        mutations(
            StandardTree.raw(Proofs.consistency(older, newer, TREE)),
            Proofs.root(older, TREE).toBytes(),
            proof -> assertFalse(consistent(from, newer, proof), from + " to " + newer));
      }
    }
  }

  @Test
  void all_public_probes_are_answered_as_published() throws IOException {
    var probes = 0;
    for (var line : resource().split("\n")) {
      if (line.startsWith("#")) {
        continue;
      }
      var field = line.split("\t", -1);
      var a = Long.parseUnsignedLong(field[1]);
      var b = Long.parseUnsignedLong(field[2]);
      var proof = field[5].isEmpty() ? List.<byte[]>of() : bytes(field[5].split(","));
      var verdict =
          field[0].equals("inclusion")
              ? ProofVerifier.inclusion(a, b, bytes(field[3]), proof, bytes(field[4]))
              : ProofVerifier.consistency(a, b, proof, bytes(field[3]), bytes(field[4]));
      assertEquals(Boolean.parseBoolean(field[6]), verdict, line);
      probes++;
    }
    assertEquals(196, probes);
  }

  private static boolean consistent(long older, long newer, List<byte[]> proof) {
    return ProofVerifier.consistency(
        older,
        newer,
        proof,
        Proofs.root(older, TREE).toBytes(),
        Proofs.root(newer, TREE).toBytes());
  }

  /** Truncated, extended, swapped, shifted, one bit flipped, one byte short or long. */
  private static void mutations(List<byte[]> proof, byte[] root, Consumer<List<byte[]>> refused) {
    if (!proof.isEmpty()) {
      refused.accept(proof.subList(0, proof.size() - 1));
      refused.accept(proof.subList(1, proof.size()));
    }
    refused.accept(with(proof, proof.size(), new byte[32]));
    refused.accept(with(proof, proof.size(), root));
    refused.accept(with(proof, 0, root));
    refused.accept(with(proof, 0, new byte[0]));
    for (var i = 0; i < proof.size(); i++) {
      var flipped = proof.get(i).clone();
      flipped[i % 32] ^= (byte) (1 << i % 8);
      refused.accept(replaced(proof, i, flipped));
      refused.accept(replaced(proof, i, Arrays.copyOf(proof.get(i), 31)));
      refused.accept(replaced(proof, i, Arrays.copyOf(proof.get(i), 33)));
      refused.accept(with(proof, i, proof.get(i)));
      if (i > 0) {
        var swapped = new ArrayList<>(proof);
        swapped.set(i, proof.get(i - 1));
        swapped.set(i - 1, proof.get(i));
        refused.accept(swapped);
      }
    }
  }

  private static List<byte[]> with(List<byte[]> proof, int index, byte[] hash) {
    var longer = new ArrayList<>(proof);
    longer.add(index, hash);
    return longer;
  }

  private static List<byte[]> replaced(List<byte[]> proof, int index, byte[] hash) {
    var changed = new ArrayList<>(proof);
    changed.set(index, hash);
    return changed;
  }

  private static List<byte[]> bytes(String[] fields) {
    return Arrays.stream(fields).map(ProofVerifierTest::bytes).toList();
  }

  private static byte[] bytes(String base64) {
    return base64.equals("-") ? new byte[0] : Base64.getDecoder().decode(base64);
  }

  private static String resource() throws IOException {
    try (var in = ProofVerifierTest.class.getResourceAsStream("proof-probes.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
