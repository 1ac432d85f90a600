package coop.imece.shard.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.PyTorch;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class DeviceBenchmarkTest {
  @Test
  void a_whole_run_goes_in_short_steps_to_the_end_and_gives_believable_figures() {
    PyTorch.threadLimit(); // starts the engine
    var threads = PyTorch.threads();
    var progress = new ArrayList<Double>();
    try (var benchmark = DeviceBenchmark.create(1, ComputeDevice.CPU)) {
      assertEquals("products 2048 x 2048, BF16", benchmark.doing());
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
      var text = measures + " in " + benchmark.format();
      // Nothing that runs PyTorch is outside of these, and a mistake by a unit is.
      assertTrue(1e9 < measures.flopsPerSecond() && measures.flopsPerSecond() < 1e14, text);
      assertTrue(5e8 < measures.sequentialBytesPerSecond(), text);
      assertTrue(measures.sequentialBytesPerSecond() < 5e12, text);
      assertTrue(5e8 < measures.stridedBytesPerSecond(), text);
      assertTrue(measures.stridedBytesPerSecond() < 5e12, text);
      var one = measures.layerSeconds().get(0);
      var eight = measures.layerSeconds().get(3);
      assertTrue(1e-4 < one && one < 5 && eight < 16 * one, text);
    }
    assertEquals(threads, PyTorch.threads());
  }
}
