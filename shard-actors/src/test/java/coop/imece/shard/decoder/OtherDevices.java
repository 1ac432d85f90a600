package coop.imece.shard.decoder;

import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.PyTorch;
import java.util.List;
import java.util.stream.Stream;

/**
 * What tests compute on beside the processor: {@code cpu:0}, which is another device than {@code
 * cpu} to PyTorch, so that every tensor is copied to it; and the machine's card, where it has one.
 */
final class OtherDevices {
  private OtherDevices() {}

  static List<ComputeDevice> withBf16() {
    return all().stream().filter(ComputeDevice::bf16).toList();
  }

  /** A card that has bf16 is taken for one that has not. */
  static List<ComputeDevice> withoutBf16() {
    return all().stream().map(device -> new ComputeDevice(device.name(), false)).toList();
  }

  static List<ComputeDevice> all() {
    var processor = new ComputeDevice("cpu:0", true);
    return Stream.concat(Stream.of(processor), PyTorch.card().stream()).toList();
  }
}
