package coop.imece.scheduler.registry;

import coop.imece.core.Bytes;
import coop.imece.core.NodeId;
import coop.imece.core.WalletId;
import coop.imece.scheduler.hardware.DeviceKind;
import coop.imece.scheduler.hardware.DeviceMeasures;
import coop.imece.scheduler.hardware.DeviceScores;
import coop.imece.scheduler.hardware.HardwareClass;
import coop.imece.scheduler.hardware.Multiplier;

/**
 * What a node's device benchmark says, and whose node it is.
 *
 * @param publicKey of the node, raw Ed25519, 32 bytes; the node's id is its hash
 * @param wallet that the node works for
 * @param fingerprint of the hardware; equal on every start of one machine
 * @param description of the machine, for people
 * @param measures as measured
 * @param scores by the calibration that the node knew: they decide, and stay when it changes
 */
public record Measurement(
    Bytes publicKey,
    WalletId wallet,
    String fingerprint,
    String description,
    DeviceKind kind,
    DeviceMeasures measures,
    DeviceScores scores) {
  private static final int KEY_BYTES = 32;

  public Measurement {
    if (publicKey.size() != KEY_BYTES) {
      throw new IllegalArgumentException(
          "a node's public key has 32 bytes, was " + publicKey.size());
    }
    if (fingerprint.isBlank()) {
      throw new IllegalArgumentException("a measurement needs the hardware's fingerprint");
    }
  }

  public NodeId node() {
    return NodeId.of(publicKey.array());
  }

  public int m4() {
    return Multiplier.m4(scores, kind);
  }

  public HardwareClass hardwareClass() {
    return Multiplier.hardwareClass(scores, kind);
  }
}
