package coop.imece.node;

import coop.imece.core.NodeId;
import coop.imece.identity.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;

/** Who a node is: the key pair {@code node.pem} in its data folder, made at its first start. */
final class NodeIdentity {
  private static final int RAW_KEY_BYTES = 32;

  private NodeIdentity() {}

  static NodeId of(Path dataFolder) {
    try {
      var pair = KeyFile.loadOrCreate(dataFolder.resolve("node.pem"));
      return NodeId.of(raw((EdECPublicKey) pair.getPublic()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The 32 bytes of RFC 8032, which stand last in the key's X.509 form (RFC 8410). */
  private static byte[] raw(EdECPublicKey key) {
    var x509 = key.getEncoded();
    return Arrays.copyOfRange(x509, x509.length - RAW_KEY_BYTES, x509.length);
  }
}
