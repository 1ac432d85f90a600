package coop.imece.shard.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.PyTorch;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceBenchmarkTest {
  /**
   * What no device is outside of, and a mistake by a unit is.
   *
   * @param products of the products, in FLOP/s
   * @param memory of both ways of reading, in bytes a second
   * @param layer of one session's step, in seconds
   */
  private record Believable(Range products, Range memory, Range layer) {}

  private record Range(double above, double below) {
    void require(String name, double figure) {
      assertTrue(above < figure && figure < below, () -> "%s: %s".formatted(name, figure));
    }
  }

  private static final Believable OF_PROCESSORS =
      new Believable(new Range(1e9, 1e14), new Range(5e8, 5e12), new Range(1e-4, 5));
  private static final Believable OF_CARDS =
      new Believable(new Range(1e11, 1e16), new Range(1e10, 5e13), new Range(5e-6, 1e-1));

  /** The processor, and the machine's card where it has one. */
  static Stream<ComputeDevice> devices() {
    return Stream.concat(Stream.of(ComputeDevice.CPU), PyTorch.card().stream());
  }

  @ParameterizedTest
  @MethodSource("devices")
  void a_whole_run_goes_in_short_steps_to_the_end_and_gives_believable_figures(
      ComputeDevice device) {
    PyTorch.threadLimit(); // starts the engine
    var threads = PyTorch.threads();
    var progress = new ArrayList<Double>();
    try (var benchmark = DeviceBenchmark.create(1, device)) {
      var format = device.bf16() ? "BF16" : "FP16";
      assertEquals("products 2048 x 2048, " + format, benchmark.doing());
      var more = true;
      while (more) {
        progress.add(benchmark.progress());
        more = benchmark.next();
        assertTrue(benchmark.progress() > progress.get(progress.size() - 1), progress::toString);
      }
      assertEquals("done", benchmark.doing());
      assertEquals(1, benchmark.progress());
      assertTrue(progress.size() > 50, "steps are to be short, were " + progress.size());
      var measures = benchmark.measures();
      var believable = device.isCpu() ? OF_PROCESSORS : OF_CARDS;
      believable.products().require("products", measures.flopsPerSecond());
      believable.memory().require("memory from end to end", measures.sequentialBytesPerSecond());
      believable.memory().require("memory in rows", measures.stridedBytesPerSecond());
      var one = measures.layerSeconds().get(0);
      believable.layer().require("layer, one session", one);
      new Range(0, 16 * one).require("layer, eight sessions", measures.layerSeconds().get(3));
    }
    assertEquals(threads, PyTorch.threads());
  }

  @ParameterizedTest
  @MethodSource("devices")
  void memory_can_be_measured_alone(ComputeDevice device) {
    var believable = device.isCpu() ? OF_PROCESSORS : OF_CARDS;
    believable.memory().require("memory", DeviceMemory.bytesPerSecond(device));
  }
}
