package coop.imece.node;

import coop.imece.cli.MachineMemory;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.PyTorch;
import java.util.OptionalLong;

/** How much memory a node gives to weights and KV caches: of the device that it computes on. */
final class NodeMemory {
  private NodeMemory() {}

  /**
   * @param wanted by the owner, in bytes
   */
  static long bytes(OptionalLong wanted, ComputeDevice device) {
    return device.isCpu()
        ? wanted.orElse(MachineMemory.bytes() / 2)
        : onCard(wanted, PyTorch.freeCardBytes());
  }

  /** A fifth of what is free is left for what a step makes, unless the owner knows better. */
  static long onCard(OptionalLong wanted, long freeBytes) {
    return Math.min(wanted.orElse(freeBytes / 5 * 4), freeBytes);
  }
}
