package coop.imece.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProofsTest {
  private static final MemoryTree TREE = StandardTree.ofSize(8);

  @Test
  void inclusion_proofs_match_the_published_vectors() {
    assertProof("96a296d2 5f083f0a 6b47aaf2", Proofs.inclusion(0, 8, TREE));
    assertProof("bc1a0643 ca854ea1 d37ee418", Proofs.inclusion(5, 8, TREE));
    assertProof("fac54203", Proofs.inclusion(2, 3, TREE));
    assertProof("6e340b9c 5f083f0a bc1a0643", Proofs.inclusion(1, 5, TREE));
    assertProof("", Proofs.inclusion(0, 1, TREE));
  }

  @Test
  void consistency_proofs_match_the_published_vectors() {
    assertProof("96a296d2 5f083f0a 6b47aaf2", Proofs.consistency(1, 8, TREE));
    assertProof("0ebc5d34 ca854ea1 d37ee418", Proofs.consistency(6, 8, TREE));
    assertProof("5f083f0a bc1a0643", Proofs.consistency(2, 5, TREE));
    assertProof("0298d122 07506a85 fac54203 837dbb15", Proofs.consistency(3, 7, TREE));
    assertProof("837dbb15", Proofs.consistency(4, 7, TREE));
    assertProof("0ebc5d34 b08693ec d37ee418", Proofs.consistency(6, 7, TREE));
    assertProof("", Proofs.consistency(8, 8, TREE));
    assertEquals(
        "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e",
        Proofs.consistency(3, 7, TREE).get(3).hex());
  }

  @Test
  void an_index_outside_the_tree_has_no_proof() {
    var refused = assertThrows(IllegalArgumentException.class, () -> Proofs.inclusion(8, 8, TREE));
    assertEquals("need 0 <= index < size, was index 8 of size 8", refused.getMessage());
    refused = assertThrows(IllegalArgumentException.class, () -> Proofs.consistency(0, 8, TREE));
    assertEquals("need 0 < older <= newer, was 0 and 8", refused.getMessage());
    refused = assertThrows(IllegalArgumentException.class, () -> Proofs.inclusion(0, 9, TREE));
    assertEquals("no complete subtree 8 of level 0 in a tree of size 8", refused.getMessage());
  }

  private static void assertProof(String prefixes, List<Hash> proof) {
    assertEquals(
        prefixes, String.join(" ", proof.stream().map(h -> h.hex().substring(0, 8)).toList()));
  }
}
