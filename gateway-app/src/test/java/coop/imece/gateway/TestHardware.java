package coop.imece.gateway;

import coop.imece.core.Bytes;
import coop.imece.core.NodeId;
import coop.imece.core.WalletId;
import coop.imece.scheduler.hardware.DeviceKind;
import coop.imece.scheduler.hardware.DeviceMeasures;
import coop.imece.scheduler.hardware.DeviceScores;
import coop.imece.scheduler.registry.Measurement;
import java.nio.ByteBuffer;
import java.util.List;

/** Machines of tests: each with hardware of its own, a multiplier of 1.05 and one wallet. */
public final class TestHardware {
  private static final DeviceMeasures MEASURES =
      new DeviceMeasures(4e11, 2e10, 1e10, List.of(0.01, 0.01, 0.01, 0.01));

  private TestHardware() {}

  public static NodeId node(int index) {
    return NodeId.of(key(index).array());
  }

  public static Measurement measured(int index) {
    return new Measurement(
        key(index),
        new WalletId("w_%032x".formatted(1)),
        "gpu " + index,
        "a machine",
        DeviceKind.ACCELERATOR,
        MEASURES,
        new DeviceScores(0.36, 0.36, 0.36));
  }

  private static Bytes key(int index) {
    return Bytes.own(ByteBuffer.allocate(32).putInt(index).array());
  }
}
