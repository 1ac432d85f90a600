package coop.imece.node.measure;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** How fast threads together read memory from end to end, in bytes a second. */
public final class MemoryRead {
  /** Far more than any cache holds. */
  private static final int LONGS = 64 << 20;

  private static final int ROUNDS = 5;

  private final long[] memory = new long[LONGS];
  private final int threads;

  public MemoryRead(int threads) {
    this.threads = threads;
    Arrays.setAll(memory, i -> i); // a page that was never written is not memory yet
  }

  /** The best of some rounds, for whatever else runs only slows it down. */
  public double bytesPerSecond() throws InterruptedException {
    var best = 0.0;
    for (var round = 0; round < ROUNDS; round++) {
      best = Math.max(best, round());
    }
    return best;
  }

  private double round() throws InterruptedException {
    var ready = new CountDownLatch(threads);
    var go = new CountDownLatch(1);
    var done = new CountDownLatch(threads);
    var sum = new AtomicLong();
    for (var part = 0; part < threads; part++) {
      var start = (int) ((long) LONGS * part / threads);
      var end = (int) ((long) LONGS * (part + 1) / threads);
      var thread =
          new Thread(
              () -> {
                ready.countDown();
                await(go);
                sum.addAndGet(sum(memory, start, end));
                done.countDown();
              },
              "imece-read-" + part);
      thread.setDaemon(true);
      thread.start();
    }
    ready.await();
    var started = System.nanoTime();
    go.countDown();
    done.await();
    var nanos = System.nanoTime() - started;
    if (sum.get() != (long) LONGS * (LONGS - 1) / 2) {
      throw new IllegalStateException("read something else than was written: " + sum.get());
    }
    return (double) LONGS * Long.BYTES * 1e9 / nanos;
  }

  /** Four sums, so that no addition waits for the one before. */
  private static long sum(long[] memory, int start, int end) {
    long a = 0;
    long b = 0;
    long c = 0;
    long d = 0;
    var i = start;
    for (; i + 3 < end; i += 4) {
      a += memory[i];
      b += memory[i + 1];
      c += memory[i + 2];
      d += memory[i + 3];
    }
    for (; i < end; i++) {
      a += memory[i];
    }
    return a + b + c + d;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
