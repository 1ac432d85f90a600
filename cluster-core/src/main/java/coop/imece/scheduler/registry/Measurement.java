package coop.imece.scheduler.registry;

import coop.imece.core.NodeId;
import coop.imece.core.WalletId;
import coop.imece.scheduler.hardware.DeviceKind;
import coop.imece.scheduler.hardware.DeviceScores;
import coop.imece.scheduler.hardware.HardwareClass;
import coop.imece.scheduler.hardware.Multiplier;

/**
 * What a node's device benchmark says, and whose node it is.
 *
 * @param fingerprint of the hardware; equal on every start of one machine
 */
public record Measurement(
    NodeId node, WalletId wallet, String fingerprint, DeviceKind kind, DeviceScores scores) {
  public Measurement {
    if (fingerprint.isBlank()) {
      throw new IllegalArgumentException("a measurement needs the hardware's fingerprint");
    }
  }

  public int m4() {
    return Multiplier.m4(scores, kind);
  }

  public HardwareClass hardwareClass() {
    return Multiplier.hardwareClass(scores, kind);
  }
}
