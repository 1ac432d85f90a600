package coop.imece.ledger.actor;

import coop.imece.ledger.auth.Signing;
import coop.imece.log.Hash;
import java.security.KeyPair;

/** provisional until the log has its own checkpoints. */
record CheckpointKey(String origin, KeyPair keys) {
  record SignedRoot(long size, Hash root) {}

  String sign(long size, Hash root) {
    return origin + "\n" + size + "\n" + root.base64() + "\n\n" + Signing.raw(keys.getPublic());
  }

  SignedRoot open(String note) {
    var lines = note.split("\n");
    return new SignedRoot(
        Long.parseLong(lines[1]), Hash.of(java.util.Base64.getDecoder().decode(lines[2])));
  }
}
