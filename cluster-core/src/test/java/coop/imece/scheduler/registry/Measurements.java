package coop.imece.scheduler.registry;

import coop.imece.core.Bytes;
import coop.imece.core.NodeId;
import coop.imece.core.WalletId;
import coop.imece.scheduler.hardware.DeviceKind;
import coop.imece.scheduler.hardware.DeviceMeasures;
import coop.imece.scheduler.hardware.DeviceScores;
import java.nio.ByteBuffer;
import java.util.List;

/** What nodes of tests say they measured. */
public final class Measurements {
  public static final DeviceMeasures MEASURES =
      new DeviceMeasures(4e11, 2e10, 1e10, List.of(0.01, 0.01, 0.01, 0.01));

  private Measurements() {}

  /** A key for each index. */
  public static Bytes key(int index) {
    return Bytes.own(ByteBuffer.allocate(32).putInt(index).array());
  }

  public static NodeId node(int index) {
    return NodeId.of(key(index).array());
  }

  public static Measurement of(
      int index, WalletId wallet, String fingerprint, DeviceScores scores) {
    return new Measurement(
        key(index), wallet, fingerprint, "a machine", DeviceKind.ACCELERATOR, MEASURES, scores);
  }

  /** Each score the same. */
  public static Measurement of(int index, WalletId wallet, String fingerprint, double score) {
    return of(index, wallet, fingerprint, new DeviceScores(score, score, score));
  }

  public static Measurement of(int index, String fingerprint, double score) {
    return of(index, new WalletId("w_%032x".formatted(1)), fingerprint, score);
  }

  /** With a layer that took so long, for one, two, four and eight sessions. */
  public static Measurement withLayerSeconds(int index, List<Double> seconds) {
    var like = of(index, "gpu", 0.2);
    var measures = new DeviceMeasures(4e11, 2e10, 1e10, seconds);
    return new Measurement(
        like.publicKey(),
        like.wallet(),
        like.fingerprint(),
        like.description(),
        like.kind(),
        measures,
        like.scores());
  }
}
