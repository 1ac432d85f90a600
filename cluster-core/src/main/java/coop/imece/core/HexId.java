package coop.imece.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The common form of the ids that name a public key: a prefix and 32 hex digits of its SHA-256. */
final class HexId {
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{32}");

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
    if (!value.startsWith(prefix) || !DIGITS.matcher(value.substring(prefix.length())).matches()) {
      throw new IllegalArgumentException(
          "%s must be %s and 32 hex digits, was '%s'".formatted(what, prefix, value));
    }
  }
}
