package coop.imece.log;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Verifies proofs as RFC 9162 sections 2.1.3.2 and 2.1.4.2 do: iterative, bounded, and false for
 * whatever is malformed. Hashes come as raw bytes because a proof comes from a stranger.
 */
public final class ProofVerifier {
  private static final int MAX_INCLUSION = 63;
  private static final int MAX_CONSISTENCY = 64;

  private ProofVerifier() {}

  public static boolean inclusion(
      long index, long size, byte[] leafHash, List<byte[]> proof, byte[] root) {
    if (index < 0 || size > MerkleTree.MAX_SIZE || index >= size) {
      return false;
    }
    if (leafHash.length != Hash.BYTES || proof.size() > MAX_INCLUSION) {
      return false;
    }
    var at = index;
    var last = size - 1;
    var hash = Hash.of(leafHash);
    for (var sibling : proof) {
      if (sibling.length != Hash.BYTES || last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        hash = MerkleTree.node(Hash.of(sibling), hash);
        while ((at & 1) == 0 && at != 0) {
          at >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = MerkleTree.node(hash, Hash.of(sibling));
      }
      at >>>= 1;
      last >>>= 1;
    }
    return last == 0 && MessageDigest.isEqual(hash.array(), root);
  }

  public static boolean consistency(
      long older, long newer, List<byte[]> proof, byte[] olderRoot, byte[] newerRoot) {
    if (older <= 0 || newer > MerkleTree.MAX_SIZE || older > newer) {
      return false;
    }
    if (older == newer) {
      return proof.isEmpty() && MessageDigest.isEqual(olderRoot, newerRoot);
    }
    if (proof.isEmpty() || proof.size() > MAX_CONSISTENCY || !isHash(olderRoot)) {
      return false;
    }
    var path = new ArrayList<byte[]>(proof.size() + 1);
    if (Long.bitCount(older) == 1) {
      path.add(olderRoot);
    }
    path.addAll(proof);
    return climb(older - 1, newer - 1, path, olderRoot, newerRoot);
  }

  private static boolean climb(
      long index, long last, List<byte[]> path, byte[] olderRoot, byte[] newerRoot) {
    while ((index & 1) == 1) {
      index >>>= 1;
      last >>>= 1;
    }
    if (!isHash(path.get(0))) {
      return false;
    }
    var olderHash = Hash.of(path.get(0));
    var newerHash = olderHash;
    for (var bytes : path.subList(1, path.size())) {
      if (!isHash(bytes) || last == 0) {
        return false;
      }
      var sibling = Hash.of(bytes);
      if ((index & 1) == 1 || index == last) {
        olderHash = MerkleTree.node(sibling, olderHash);
        newerHash = MerkleTree.node(sibling, newerHash);
        while ((index & 1) == 0 && index != 0) {
          index >>>= 1;
          last >>>= 1;
        }
      } else {
        newerHash = MerkleTree.node(newerHash, sibling);
      }
      index >>>= 1;
      last >>>= 1;
    }
    return last == 0
        && MessageDigest.isEqual(olderHash.array(), olderRoot)
        && MessageDigest.isEqual(newerHash.array(), newerRoot);
  }

  private static boolean isHash(byte[] bytes) {
    return bytes.length == Hash.BYTES;
  }
}
