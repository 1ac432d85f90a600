package coop.imece.log;

import coop.imece.core.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** A signer of notes: an Ed25519 key and the name that its signatures carry. */
public final class SigningKey {
  private static final int SEED_BYTES = 32;

  private final PrivateKey key;
  private final VerifierKey verifier;

  private SigningKey(PrivateKey key, VerifierKey verifier) {
    this.key = key;
    this.verifier = verifier;
  }

  /** The key of a 32-byte seed (RFC 8032: the private key). */
  public static SigningKey ofSeed(String name, VerifierKey.Type type, byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("a seed has 32 bytes, was " + seed.length);
    }
    try {
      var generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
      var pair = generator.generateKeyPair();
      var verifier = new VerifierKey(name, type, Bytes.own(rawPublicKey(pair)));
      return new SigningKey(pair.getPrivate(), verifier);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK from 15 on has Ed25519", e);
    }
  }

  public VerifierKey verifier() {
    return verifier;
  }

  /** Signs a note's text as its author. */
  public NoteSignature sign(String text) {
    requireType(VerifierKey.Type.ED25519);
    return signature(ed25519(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Signs a note's text as a witness that saw it at that Unix time in seconds. */
  public NoteSignature cosign(String text, long seconds) {
    requireType(VerifierKey.Type.COSIGNATURE);
    var raw = ed25519(VerifierKey.cosigned(text, seconds));
    return signature(ByteBuffer.allocate(8 + raw.length).putLong(seconds).put(raw).array());
  }

  private NoteSignature signature(byte[] bytes) {
    return new NoteSignature(verifier.name(), verifier.id(), Bytes.own(bytes));
  }

  private byte[] ed25519(byte[] message) {
    try {
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing with our own key", e);
    }
  }

  private void requireType(VerifierKey.Type type) {
    if (verifier.type() != type) {
      throw new IllegalStateException(
          "need a key of type %s, was %s".formatted(type, verifier.type()));
    }
  }

  /** An X.509 encoding ends in the raw key. */
  private static byte[] rawPublicKey(KeyPair pair) {
    var encoded = pair.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  /** Gives the generator the one key that is wanted. */
  private static final class Seed extends SecureRandom {
    private final transient byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
