package coop.imece.ledger.actor;

import coop.imece.log.Checkpoint;
import coop.imece.log.Hash;
import coop.imece.log.MalformedException;
import coop.imece.log.SignedNote;
import coop.imece.log.SigningKey;
import coop.imece.log.VerifierKey;
import java.security.KeyPair;
import java.security.interfaces.EdECPrivateKey;

/** Signs checkpoints, and believes those that it signed. */
final class CheckpointKey {
  private final SigningKey key;

  /**
   * @param origin names the ledger, and so the key
   * @param keys Ed25519
   */
  CheckpointKey(String origin, KeyPair keys) {
    var seed = ((EdECPrivateKey) keys.getPrivate()).getBytes().orElseThrow();
    this.key = SigningKey.ofSeed(origin, VerifierKey.Type.ED25519, seed);
  }

  /** What others verify with. */
  VerifierKey verifier() {
    return key.verifier();
  }

  /** The signed note of a checkpoint. */
  String sign(long size, Hash root) {
    return new Checkpoint(key.verifier().name(), size, root).signed(key).toString();
  }

  /**
   * The checkpoint of a note.
   *
   * @throws HistoryDiffers when this key did not sign it
   */
  Checkpoint open(String note) {
    try {
      return Checkpoint.verified(SignedNote.parse(note), key.verifier());
    } catch (MalformedException e) {
      throw new HistoryDiffers("a stored checkpoint can't be believed: " + e.getMessage());
    }
  }
}
