package coop.imece.shard.device;

import ai.djl.pytorch.jni.IValue;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.PyTorch;
import coop.imece.shard.engine.TsProgram;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** {@code device.py}, with plain numbers as arguments. */
final class DeviceProgram implements AutoCloseable {
  /** In every element of what {@link #filled} and {@link #cache} make. */
  static final double ELEMENT = 0.01;

  private final TsProgram program =
      TsProgram.load(DeviceProgram.class, "Device", Map.of("__torch__.py", "device.py"));
  private final ComputeDevice device;

  /**
   * @param device that everything is made and computed on
   */
  DeviceProgram(ComputeDevice device) {
    this.device = device;
  }

  IValue filled(int rows, int columns, int dtype) {
    return filled("filled", rows, columns, dtype);
  }

  IValue cache(int heads, int seen, int size, int dtype) {
    return filled("cache", heads, seen, size, dtype);
  }

  private IValue filled(String method, long... numbers) {
    var arguments =
        Stream.concat(
                Stream.of(IValue.from(device.name())),
                Arrays.stream(numbers).mapToObj(IValue::from))
            .toArray(IValue[]::new);
    try {
      return program.call(method, arguments);
    } finally {
      Arrays.stream(arguments).forEach(IValue::close);
    }
  }

  /** Calls with tensors that stay the caller's, then numbers; the result is one number. */
  double number(String method, IValue[] tensors, long... numbers) {
    var all = Arrays.copyOf(tensors, tensors.length + numbers.length);
    for (var i = 0; i < numbers.length; i++) {
      all[tensors.length + i] = IValue.from(numbers[i]);
    }
    try (var result = program.call(method, all);
        var manager = PyTorch.newManager()) {
      return result.toTensor(manager).toFloatArray()[0];
    } finally {
      Arrays.stream(all, tensors.length, all.length).forEach(IValue::close);
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
