package coop.imece.shard.decoder;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.shard.engine.ProcessMemory;
import coop.imece.shard.engine.PyTorch;
import coop.imece.shard.weights.RandomModel;
import coop.imece.shard.weights.ShapePreset;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The bare loop of steps that a pipeline is measured against: one whole slice in this process, no
 * actors, no network, greedy.
 */
public final class KernelLoop {
  private static final int PROMPT = 64;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Slice slice;

  public KernelLoop(Slice slice) {
    if (!slice.first() || !slice.last()) {
      throw new IllegalArgumentException("the loop needs a whole model, was " + slice.layers());
    }
    this.slice = slice;
  }

  /**
   * Tokens per second.
   *
   * @param wall by the clock on the wall
   * @param processor by the processor time of the calling thread, which other programs' work on the
   *     machine does not lengthen; the speed of one thread
   */
  public record Speed(double wall, double processor) {
    @Override
    public String toString() {
      return "%.2f tok/s (%.2f of processor time)".formatted(wall, processor);
    }
  }

  private record Clock(long wallNanos, long processorNanos) {
    static Clock start() {
      return new Clock(System.nanoTime(), THREADS.getCurrentThreadCpuTime());
    }

    Speed speed(int tokens) {
      var end = start();
      return new Speed(
          tokens * 1e9 / (end.wallNanos - wallNanos),
          tokens * 1e9 / (end.processorNanos - processorNanos));
    }
  }

  /** Tokens per second of all sessions together, over {@code steps} decode steps. */
  public Speed decode(int sessions, int steps) {
    var caches = open(sessions, PROMPT + steps + 1);
    try {
      caches.forEach(cache -> forward(List.of(cache), PROMPT, Wanted.NOTHING));
      forward(caches, 1, Wanted.LARGEST);
      var clock = Clock.start();
      for (int i = 0; i < steps; i++) {
        forward(caches, 1, Wanted.LARGEST);
      }
      return clock.speed(sessions * steps);
    } finally {
      caches.forEach(KvCache::close);
    }
  }

  /** Tokens per second of one prompt, fed in chunks, with the logits of its last position. */
  public Speed prefill(int positions, int chunk) {
    try (var cache = slice.openCache(positions)) {
      var clock = Clock.start();
      for (int at = 0; at < positions; at += chunk) {
        var count = Math.min(chunk, positions - at);
        forward(List.of(cache), count, at + count == positions ? Wanted.LARGEST : Wanted.NOTHING);
      }
      return clock.speed(positions);
    }
  }

  private List<KvCache> open(int sessions, int positions) {
    var caches = new ArrayList<KvCache>();
    for (int i = 0; i < sessions; i++) {
      caches.add(slice.openCache(positions));
    }
    return caches;
  }

  private void forward(List<KvCache> caches, int count, Wanted wanted) {
    var vocabulary = slice.config().shape().vocabulary();
    var batch = new ArrayList<SliceWork>();
    for (var cache : caches) {
      var ids = IntStream.range(0, count).map(i -> (cache.positions() + 31 * i) % vocabulary);
      batch.add(new SliceWork(cache, cache.positions(), TokenIds.own(ids.toArray()), wanted));
    }
    slice.forward(batch);
  }

  /** Arguments: shape preset, precision, threads, folder for the weights, session counts. */
  public static void main(String[] arguments) {
    var preset = ShapePreset.parse(arguments[0]);
    var precision = Precision.parse(arguments[1]);
    var path = Path.of(arguments[3]);
    System.setProperty("ai.djl.pytorch.num_threads", arguments[2]);
    var folder =
        Files.exists(path.resolve("config.json"))
            ? ModelFolder.open(path)
            : RandomModel.write(path, preset.config(), preset.deviation(), 1);
    PyTorch.newManager().close();
    var start = System.nanoTime();
    try (var slice =
        Slice.load(folder, new LayerRange(0, preset.config().shape().layers()), precision)) {
      System.out.printf(
          "%s %s, %s threads: loaded in %.2f s, %s%n",
          arguments[0],
          arguments[1],
          arguments[2],
          (System.nanoTime() - start) / 1e9,
          ProcessMemory.now().map(Object::toString).orElse("memory unknown"));
      while (slice.packNext()) {
        // packs the next layer
      }
      System.out.println(slice.kernels());
      var loop = new KernelLoop(slice);
      loop.decode(1, 3);
      Arrays.stream(arguments)
          .skip(4)
          .mapToInt(Integer::parseInt)
          .forEach(
              sessions ->
                  System.out.printf(
                      "decode, %d sessions: %s%n",
                      sessions, loop.decode(sessions, sessions == 1 ? 48 : 12)));
      System.out.printf("prefill of 128: %s%n", loop.prefill(128, 128));
      System.out.printf("prefill of 128: %s%n", loop.prefill(128, 128));
      System.out.printf("prefill of 512: %s%n", loop.prefill(512, 128));
      System.out.println(ProcessMemory.now().map(Object::toString).orElse("memory unknown"));
    }
  }
}
