package coop.imece.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * An Ed25519 key pair in a file that only its owner may read (0600): PEM, the private key (PKCS#8)
 * first, then the public one.
 */
public final class KeyFile {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN PRIVATE KEY-----([\\sA-Za-z0-9+/=]+)-----END PRIVATE KEY-----\\s*"
              + "-----BEGIN PUBLIC KEY-----([\\sA-Za-z0-9+/=]+)-----END PUBLIC KEY-----\\s*");

  private KeyFile() {}

  /**
   * Reads the key pair; makes one where the file does not exist.
   *
   * @throws IOException when the file can't be read or written, or others may read it
   */
  public static KeyPair loadOrCreate(Path path) throws IOException {
    if (!Files.exists(path)) {
      OwnerOnlyFile.create(path, pem(generate()).getBytes(StandardCharsets.US_ASCII));
    }
    OwnerOnlyFile.require(path);
    var matcher = PEM.matcher(Files.readString(path));
    if (!matcher.matches()) {
      throw new IOException(path + " must hold an Ed25519 private and public key in PEM");
    }
    try {
      var keys = KeyFactory.getInstance("Ed25519");
      return new KeyPair(
          keys.generatePublic(new X509EncodedKeySpec(decode(matcher.group(2)))),
          keys.generatePrivate(new PKCS8EncodedKeySpec(decode(matcher.group(1)))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(path + " must hold an Ed25519 private and public key in PEM", e);
    }
  }

  private static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK since 15 has Ed25519", e);
    }
  }

  private static String pem(KeyPair pair) {
    return block("PRIVATE", pair.getPrivate().getEncoded())
        + block("PUBLIC", pair.getPublic().getEncoded());
  }

  private static String block(String what, byte[] der) {
    return "-----BEGIN %s KEY-----\n%s\n-----END %s KEY-----\n"
        .formatted(what, Base64.getEncoder().encodeToString(der), what);
  }

  private static byte[] decode(String base64) {
    return Base64.getMimeDecoder().decode(base64);
  }
}
