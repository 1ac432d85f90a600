package coop.imece.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The common form of the ids that name a public key: a prefix and 32 hex digits of its SHA-256. */
final class HexId {
  private static final int DIGITS = 32;

  private HexId() {}

  static String of(String prefix, byte[] publicKey) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(publicKey);
      return prefix + HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static void require(String what, String prefix, String value) {
    var wellFormed = value.length() == prefix.length() + DIGITS && value.startsWith(prefix);
    for (var i = prefix.length(); wellFormed && i < value.length(); i++) {
      var c = value.charAt(i);
      wellFormed = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }
    if (!wellFormed) {
      throw new IllegalArgumentException(
          "%s must be %s and 32 hex digits, was '%s'".formatted(what, prefix, value));
    }
  }
}
