package coop.imece.log;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** A SHA-256 hash, 32 bytes, with value equality. */
public final class Hash {
  public static final int BYTES = 32;

  /** 32 zero bytes: what the first entry names as its predecessor. */
  public static final Hash ZERO = new Hash(new byte[BYTES]);

  private static final HexFormat HEX = HexFormat.of();
  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Hash::digest);

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies 32 bytes. */
  public static Hash of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** Copies the bytes {@code [start, end)}, which must be 32. */
  public static Hash of(byte[] bytes, int start, int end) {
    if (end - start != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, was " + (end - start));
    }
    return new Hash(Arrays.copyOfRange(bytes, start, end));
  }

  /** Reads 64 lowercase hex digits. */
  @JsonCreator
  public static Hash parseHex(String hex) {
    var digits = hex.getBytes(StandardCharsets.UTF_8);
    return Optional.of(digits)
        .filter(bytes -> bytes.length == 2 * BYTES)
        .flatMap(bytes -> ofHex(bytes, 0))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a hash is 64 lowercase hex digits, was '%s'".formatted(hex)));
  }

  /** Reads the 64 ASCII digits from {@code start} on; empty when they are others. */
  static Optional<Hash> ofHex(byte[] ascii, int start) {
    var bytes = new byte[BYTES];
    for (var i = 0; i < BYTES; i++) {
      var digits = lowerHex(ascii[start + 2 * i]) << 4 | lowerHex(ascii[start + 2 * i + 1]);
      if (digits < 0) {
        return Optional.empty();
      }
      bytes[i] = (byte) digits;
    }
    return Optional.of(new Hash(bytes));
  }

  /** SHA-256 of the bytes. */
  public static Hash sha256(byte[] bytes) {
    return new Hash(DIGEST.get().digest(bytes));
  }

  /** SHA-256 of the bytes {@code [start, end)}. */
  public static Hash sha256(byte[] bytes, int start, int end) {
    var digest = DIGEST.get();
    digest.update(bytes, start, end - start);
    return new Hash(digest.digest());
  }

  /** SHA-256 of a prefix byte followed by the parts. */
  static Hash sha256(byte prefix, byte[]... parts) {
    var digest = DIGEST.get();
    digest.update(prefix);
    for (var part : parts) {
      digest.update(part);
    }
    return new Hash(digest.digest());
  }

  @JsonValue
  public String hex() {
    return HEX.formatHex(bytes);
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** A copy. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The array itself, for reading only. */
  byte[] array() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && MessageDigest.isEqual(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }

  /** The digit's value, -1 when it is none. */
  private static int lowerHex(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
