package coop.imece.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
  private static final List<String> LEAF_HASHES =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
          "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
          "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
          "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
          "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
          "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1");

  @Test
  void leaves_and_nodes_hash_to_the_published_vectors() {
    for (var i = 0; i < LEAF_HASHES.size(); i++) {
      assertEquals(
          LEAF_HASHES.get(i), StandardTree.leaf(StandardTree.LEAVES.get(i)).hex(), "leaf " + i);
    }
    assertEquals(
        "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56",
        MerkleTree.leaf(ascii("L123456")).hex());
    assertEquals(
        "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb",
        Hash.sha256((byte) 1, ascii("N123"), ascii("N456")).hex());
  }

  @Test
  void interior_subtrees_hash_to_the_published_vectors() {
    var tree = StandardTree.ofSize(8);
    assertEquals(ROOTS.get(2), tree.subtree(1, 0).hex());
    assertEquals(
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        tree.subtree(1, 1).hex());
    assertEquals(
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        tree.subtree(1, 2).hex());
    assertEquals(
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        tree.subtree(1, 3).hex());
    assertEquals(
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        tree.subtree(2, 1).hex());
  }

  @Test
  void roots_of_every_size_match_the_published_vectors() {
    for (var size = 0; size <= 8; size++) {
      assertEquals(ROOTS.get(size), Proofs.root(size, StandardTree.ofSize(8)).hex(), "n " + size);
      var frontier = Frontier.empty();
      StandardTree.LEAVES.subList(0, size).forEach(l -> frontier.append(StandardTree.leaf(l)));
      assertEquals(ROOTS.get(size), frontier.root().hex(), "frontier of size " + size);
    }
  }

  @Test
  void a_frontier_of_seven_keeps_three_subtrees() {
    var frontier = Frontier.empty();
    StandardTree.LEAVES.subList(0, 7).forEach(leaf -> frontier.append(StandardTree.leaf(leaf)));
    assertEquals(
        List.of(ROOTS.get(4), "0ebc5d34", "b08693ec").stream().map(h -> h.substring(0, 8)).toList(),
        frontier.hashes().stream().map(hash -> hash.hex().substring(0, 8)).toList());
  }

  @Test
  void a_frontier_has_the_root_that_the_definition_has_at_every_size() {
    var leaves = StandardTree.counting(300);
    var tree = StandardTree.tree(leaves);
    var frontier = Frontier.empty();
    for (var size = 0; size <= 300; size++) {
      var expected = StandardTree.naiveRoot(leaves.subList(0, size));
      assertEquals(expected, frontier.root(), "frontier of size " + size);
      assertEquals(expected, Proofs.root(size, tree), "tree of size " + size);
      assertEquals(Long.bitCount(size), frontier.hashes().size());
      assertEquals(frontier.hashes(), Proofs.frontier(size, tree).hashes());
      if (size < 300) {
        frontier.append(leaves.get(size));
      }
    }
  }

  @Test
  void a_frontier_goes_on_from_its_hashes() {
    var leaves = StandardTree.counting(40);
    var first = Frontier.empty();
    leaves.subList(0, 23).forEach(first::append);
    var second = Frontier.of(first.size(), first.hashes());
    leaves.subList(23, 40).forEach(second::append);
    assertEquals(StandardTree.naiveRoot(leaves), second.root());
    assertEquals(StandardTree.naiveRoot(leaves.subList(0, 23)), first.root());
  }

  @Test
  void a_frontier_with_the_wrong_number_of_hashes_is_refused() {
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> Frontier.of(7, List.of(MerkleTree.EMPTY)));
    assertEquals("a frontier of size 7 has 3 hashes, was 1", refused.getMessage());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
