package coop.imece.node.actor;

import coop.imece.core.Bytes;
import coop.imece.core.WalletId;
import coop.imece.node.device.DeviceResult;
import coop.imece.node.device.DeviceStore;
import coop.imece.scheduler.registry.Measurement;
import java.time.Duration;

/**
 * Whose hardware a node brings, and how it may be measured.
 *
 * @param publicKey of the node, raw Ed25519
 * @param wallet that the node works for
 * @param store of the machine's results
 * @param measures whether the node measures a machine that has no result yet
 * @param measureAfter how long the stage serves before that
 * @param measureWithin how long the benchmark waits for a stage without sessions
 */
public record HardwareOffer(
    Bytes publicKey,
    WalletId wallet,
    DeviceStore store,
    boolean measures,
    Duration measureAfter,
    Duration measureWithin) {

  Measurement measurement(DeviceResult result) {
    return new Measurement(
        publicKey,
        wallet,
        result.fingerprint(),
        result.description(),
        result.kind(),
        result.measures(),
        result.scores());
  }
}
