package coop.imece.log;

import coop.imece.core.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Who signs notes, as others know them: {@code name+hex(key id)+base64(type || public key)} (C2SP
 * signed-note).
 *
 * @param bytes raw Ed25519 public key, 32 bytes
 */
public record VerifierKey(String name, Type type, Bytes bytes) {
  /** What is signed, and the byte that says so. */
  public enum Type {
    /** The note's text. */
    ED25519(1),
    /** A witness's time and the note's text (C2SP tlog-cosignature). */
    COSIGNATURE(4);

    private final byte code;

    Type(int code) {
      this.code = (byte) code;
    }

    static Type of(byte code) {
      for (var type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      throw new IllegalArgumentException("key type must be 1 or 4, was " + code);
    }
  }

  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int TIME_BYTES = 8;
  private static final int SIGNATURE_BYTES = 64;

  public VerifierKey {
    KeyName.require(name);
    if (bytes.size() != 32) {
      throw new IllegalArgumentException("a public key has 32 bytes, was " + bytes.size());
    }
    if (SmallOrder.contains(bytes.array())) {
      throw new IllegalArgumentException("the public key has a small order");
    }
  }

  /** Reads a vkey; the key id must be that of name and key. */
  public static VerifierKey parse(String vkey) {
    var parts = vkey.strip().split("\\+", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "a vkey reads NAME+ID+KEY, was '%s'".formatted(vkey.strip()));
    }
    var typed = Base64.getDecoder().decode(parts[2]);
    if (typed.length != 33) {
      throw new IllegalArgumentException("a vkey's key has 33 bytes, was " + typed.length);
    }
    var raw = ByteBuffer.wrap(typed, 1, 32).slice();
    var key = new byte[32];
    raw.get(key);
    var parsed = new VerifierKey(parts[0], Type.of(typed[0]), Bytes.own(key));
    if (!parsed.idHex().equals(parts[1])) {
      throw new IllegalArgumentException(
          "the vkey's id must be %s, was %s".formatted(parsed.idHex(), parts[1]));
    }
    return parsed;
  }

  /** The first 4 bytes of SHA-256(name, newline, type, key). */
  public int id() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    bytes.write('\n');
    bytes.writeBytes(typed());
    return ByteBuffer.wrap(Hash.sha256(bytes.toByteArray()).array()).getInt();
  }

  /** Whether the signature, without its key id, is this key's for the text. */
  public boolean verifies(String text, byte[] signature) {
    if (type == Type.ED25519) {
      return signature.length == SIGNATURE_BYTES
          && verify(text.getBytes(StandardCharsets.UTF_8), signature);
    }
    if (signature.length != TIME_BYTES + SIGNATURE_BYTES) {
      return false;
    }
    var buffer = ByteBuffer.wrap(signature);
    var seconds = buffer.getLong();
    var raw = new byte[SIGNATURE_BYTES];
    buffer.get(raw);
    return seconds >= 0 && verify(cosigned(text, seconds), raw);
  }

  /** What a witness signs: it saw the note at that Unix time in seconds. */
  static byte[] cosigned(String text, long seconds) {
    return "cosignature/v1\ntime %d\n%s".formatted(seconds, text).getBytes(StandardCharsets.UTF_8);
  }

  /** The vkey. */
  @Override
  public String toString() {
    return name + "+" + idHex() + "+" + Base64.getEncoder().encodeToString(typed());
  }

  private String idHex() {
    return HexFormat.of().toHexDigits(id());
  }

  private byte[] typed() {
    var typed = new byte[33];
    typed[0] = type.code;
    System.arraycopy(bytes.array(), 0, typed, 1, 32);
    return typed;
  }

  private boolean verify(byte[] message, byte[] signature) {
    try {
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(publicKey());
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private PublicKey publicKey() throws GeneralSecurityException {
    var encoded = new byte[X509_PREFIX.length + 32];
    System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
    System.arraycopy(bytes.array(), 0, encoded, X509_PREFIX.length, 32);
    var spec = new java.security.spec.X509EncodedKeySpec(encoded);
    return KeyFactory.getInstance("Ed25519").generatePublic(spec);
  }
}
