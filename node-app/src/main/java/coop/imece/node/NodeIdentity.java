package coop.imece.node;

import coop.imece.core.Bytes;
import coop.imece.core.NodeId;
import coop.imece.identity.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;

/**
 * Who a node is: the key pair {@code node.pem} in its data folder, made at its first start.
 *
 * @param publicKey raw Ed25519, 32 bytes
 */
record NodeIdentity(Bytes publicKey) {
  private static final int RAW_KEY_BYTES = 32;

  static NodeIdentity of(Path dataFolder) {
    try {
      var pair = KeyFile.loadOrCreate(keyFile(dataFolder));
      return new NodeIdentity(Bytes.own(raw((EdECPublicKey) pair.getPublic())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path keyFile(Path dataFolder) {
    return dataFolder.resolve("node.pem");
  }

  NodeId id() {
    return NodeId.of(publicKey.array());
  }

  /** The 32 bytes of RFC 8032, which stand last in the key's X.509 form (RFC 8410). */
  private static byte[] raw(EdECPublicKey key) {
    var x509 = key.getEncoded();
    return Arrays.copyOfRange(x509, x509.length - RAW_KEY_BYTES, x509.length);
  }
}
