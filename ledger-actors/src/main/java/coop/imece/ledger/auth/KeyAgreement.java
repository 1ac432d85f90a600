package coop.imece.ledger.auth;

import coop.imece.core.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.X509EncodedKeySpec;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One side's share of a Diffie-Hellman exchange (X25519, RFC 7748), made for one session and
 * forgotten with it. The frame keys come from it by HKDF (RFC 5869) over what both sides signed.
 */
final class KeyAgreement {
  private final KeyPair pair;

  private KeyAgreement(KeyPair pair) {
    this.pair = pair;
  }

  static KeyAgreement create() {
    try {
      return new KeyAgreement(KeyPairGenerator.getInstance("X25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK since 11 has X25519", e);
    }
  }

  /** The public half, as SubjectPublicKeyInfo (44 bytes). */
  Bytes share() {
    return Bytes.own(pair.getPublic().getEncoded());
  }

  /**
   * The key of each direction.
   *
   * @param transcript all that was signed in the handshake
   * @throws GeneralSecurityException when the other share is no key, or of small order
   */
  Map<Direction, SecretKeySpec> keys(Bytes otherShare, byte[] transcript)
      throws GeneralSecurityException {
    var agreement = javax.crypto.KeyAgreement.getInstance("X25519");
    agreement.init(pair.getPrivate());
    agreement.doPhase(
        KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(otherShare.array())),
        true);
    var salt = MessageDigest.getInstance("SHA-256").digest(transcript);
    var extracted = hmac(new SecretKeySpec(salt, "HmacSHA256"), agreement.generateSecret());
    var keys = new EnumMap<Direction, SecretKeySpec>(Direction.class);
    for (var direction : Direction.values()) {
      var info = new byte[] {(byte) direction.ordinal(), 1};
      keys.put(
          direction,
          new SecretKeySpec(hmac(new SecretKeySpec(extracted, "HmacSHA256"), info), "HmacSHA256"));
    }
    return keys;
  }

  private static byte[] hmac(SecretKeySpec key, byte[] message) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(key);
    return mac.doFinal(message);
  }
}
