package coop.imece.ledger.auth;

import coop.imece.core.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 over keys in the raw form of RFC 8032. */
public final class Signing {
  /** What SubjectPublicKeyInfo puts before the 32 raw bytes of an Ed25519 key (RFC 8410). */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int KEY_BYTES = 32;

  private Signing() {}

  /** The 32 raw bytes of a public key. */
  public static Bytes raw(PublicKey key) {
    var encoded = key.getEncoded();
    return Bytes.own(Arrays.copyOfRange(encoded, PREFIX.length, encoded.length));
  }

  static Bytes sign(PrivateKey key, byte[] message) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(message);
      return Bytes.own(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing with a key that was checked when it was read", e);
    }
  }

  /** Whether the signature is that of the key; false also for what is no key or no signature. */
  static boolean verifies(Bytes rawKey, byte[] message, Bytes signature) {
    if (rawKey.size() != KEY_BYTES) {
      return false;
    }
    var encoded = Arrays.copyOf(PREFIX, PREFIX.length + KEY_BYTES);
    System.arraycopy(rawKey.array(), 0, encoded, PREFIX.length, KEY_BYTES);
    try {
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
      verifier.update(message);
      return verifier.verify(signature.array());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
