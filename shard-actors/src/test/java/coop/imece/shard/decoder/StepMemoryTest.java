package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.pytorch.jni.IValue;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import coop.imece.core.Precision;
import coop.imece.core.TokenIds;
import coop.imece.shard.decoder.SliceWork.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that a decode step allocates outside the Java heap outlives it, by the C library. */
class StepMemoryTest {
  private static final int STEPS = 200;

  /** Of which the median counts: other threads of the JVM allocate and free meanwhile. */
  private static final int READINGS = 11;

  /** The smallest piece that the C library gives. */
  private static final long SMALLEST = 32;

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16", "INT8", "INT4"})
  void what_a_step_allocates_is_freed_with_it(Precision precision) {
    requireReadings();
    var folder = ReferenceModel.open("tiny-llama").folder();
    var all = folder.config().shape().allLayers();
    var kept = new ArrayList<IValue>();
    try (var slice = Slice.load(folder, all, precision);
        var one = slice.openCache(2);
        var other = slice.openCache(2)) {
      while (slice.packNext()) {
        // until decode steps are what they stay
      }
      var caches = List.of(one, other);
      var grown = growth(() -> step(slice, caches));
      assertTrue(grown < SMALLEST * STEPS, "%d bytes in %d steps".formatted(grown, STEPS));
      var leaked =
          growth(
              () -> {
                step(slice, caches);
                kept.add(IValue.from(1.0));
              });
      assertTrue(leaked >= SMALLEST * STEPS, "the smallest leak would show, was " + leaked);
    } finally {
      kept.forEach(IValue::close);
    }
  }

  private static void requireReadings() {
    assumeTrue(Platform.isLinux());
    try {
      bytesInUse();
    } catch (UnsatisfiedLinkError e) {
      assumeTrue(false, "this C library does not say what is in use");
    }
  }

  private static void step(Slice slice, List<KvCache> caches) {
    var batch = new ArrayList<SliceWork>();
    for (var cache : caches) {
      cache.truncate(0);
      batch.add(new SliceWork(cache, 0, TokenIds.of(5), Wanted.LARGEST));
    }
    slice.forward(batch);
  }

  /** Bytes by which more is in use after some steps than before. */
  private static long growth(Runnable step) {
    run(step);
    var readings =
        LongStream.generate(
                () -> {
                  var before = bytesInUse();
                  run(step);
                  return bytesInUse() - before;
                })
            .limit(READINGS)
            .sorted()
            .toArray();
    return readings[READINGS / 2];
  }

  private static void run(Runnable step) {
    for (var i = 0; i < STEPS; i++) {
      step.run();
    }
  }

  /** In all arenas, and mapped for large pieces. */
  private static long bytesInUse() {
    var info =
        (Usage)
            NativeLibrary.getInstance("c")
                .getFunction("mallinfo2")
                .invoke(Usage.class, new Object[0]);
    return info.uordblks.longValue() + info.hblkhd.longValue();
  }

  /** {@code struct mallinfo2}. */
  @FieldOrder({
    "arena",
    "ordblks",
    "smblks",
    "hblks",
    "hblkhd",
    "usmblks",
    "fsmblks",
    "uordblks",
    "fordblks",
    "keepcost"
  })
  public static final class Usage extends Structure implements Structure.ByValue {
    public NativeLong arena;
    public NativeLong ordblks;
    public NativeLong smblks;
    public NativeLong hblks;
    public NativeLong hblkhd;
    public NativeLong usmblks;
    public NativeLong fsmblks;
    public NativeLong uordblks;
    public NativeLong fordblks;
    public NativeLong keepcost;
  }
}
