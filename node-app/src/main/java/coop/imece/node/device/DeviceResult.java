package coop.imece.node.device;

import coop.imece.scheduler.hardware.Calibration;
import coop.imece.scheduler.hardware.DeviceKind;
import coop.imece.scheduler.hardware.DeviceMeasures;
import coop.imece.scheduler.hardware.DeviceScores;
import coop.imece.scheduler.hardware.HardwareClass;
import coop.imece.scheduler.hardware.Multiplier;

/**
 * What one machine's benchmark found. Scores are not kept: they follow from the measures by the
 * calibration of the program that reads them.
 *
 * @param description of the machine, one line
 * @param format of the products: bf16, fp16 or fp32
 * @param measuredAtMillis Unix time
 */
public record DeviceResult(
    String fingerprint,
    String description,
    DeviceKind kind,
    String format,
    DeviceMeasures measures,
    long measuredAtMillis) {

  public DeviceScores scores() {
    return Calibration.scores(measures);
  }

  public HardwareClass hardwareClass() {
    return Multiplier.hardwareClass(scores(), kind);
  }

  public int m4() {
    return Multiplier.m4(scores(), kind);
  }
}
