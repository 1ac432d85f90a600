package coop.imece.shard.device;

import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.PyTorch;

/** How fast a device reads the memory that it computes in. */
public final class DeviceMemory {
  private DeviceMemory() {}

  /**
   * Reads 256 MiB from end to end, over and over, in rounds of a tenth of a second.
   *
   * @return bytes a second, the median of the rounds
   */
  public static double bytesPerSecond(ComputeDevice device) {
    PyTorch.threadLimit();
    try (var program = new DeviceProgram(device);
        var part = new MemoryPart(program, false)) {
      while (!part.isDone()) {
        part.step();
      }
      return part.bytes() / part.seconds();
    }
  }
}
