package coop.imece.log;

import java.util.HexFormat;
import java.util.List;

/**
 * The Ed25519 public keys of small order: for these a signature can be made that fits any text, so
 * nobody may use one. Their y coordinates are 0, 1, -1, the two of order 8, and the spellings of 0
 * and 1 that are not reduced.
 */
public final class SmallOrder {
  private static final List<String> Y =
      List.of(
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

  private SmallOrder() {}

  /** Whether a raw key (32 bytes) is one of them, whatever the sign of its x. */
  public static boolean contains(byte[] key) {
    var y = key.clone();
    y[y.length - 1] &= 0x7f;
    return Y.contains(HexFormat.of().formatHex(y));
  }
}
