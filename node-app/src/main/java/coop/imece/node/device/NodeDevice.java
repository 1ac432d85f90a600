package coop.imece.node.device;

import com.typesafe.config.Config;
import coop.imece.cluster.config.ConfigException;
import coop.imece.core.Precision;
import coop.imece.shard.decoder.DeviceChoice;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.PyTorch;

/** What a node that starts here computes its slice on. */
public final class NodeDevice {
  private NodeDevice() {}

  /**
   * May start PyTorch.
   *
   * @throws ConfigException when {@code imece.stage.device} can't be had
   */
  public static ComputeDevice of(Config config, Precision precision) {
    try {
      return DeviceChoice.parse(config.getString("imece.stage.device"))
          .of(precision, PyTorch::card);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
  }
}
