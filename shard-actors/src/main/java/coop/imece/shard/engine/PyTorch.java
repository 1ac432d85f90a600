package coop.imece.shard.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The one place that starts PyTorch. Its engine lives as long as the process; the number of threads
 * of a product is {@code ai.djl.pytorch.num_threads} at the start, by default one per core.
 */
public final class PyTorch {
  static {
    // Without these the engine's start would call home and look for native libraries on the net.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private PyTorch() {}

  /** A manager whose arrays live until it is closed; starts the engine when it isn't. */
  public static PtNDManager newManager() {
    return (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  /** Whether slices are computed on a graphics card. */
  public static boolean onGpu() {
    try (var manager = newManager()) {
      return manager.getDevice().isGpu();
    }
  }

  /** Graphics cards that this PyTorch could compute on. */
  public static int gpus() {
    newManager().close();
    return Engine.getEngine("PyTorch").getGpuCount();
  }

  /** Threads of one product at the engine's start: no slice may use more. */
  public static int threadLimit() {
    return ThreadLimit.AT_START;
  }

  private static final class ThreadLimit {
    private static final int AT_START = atStart();

    private static int atStart() {
      newManager().close();
      return threads();
    }
  }

  /** Threads of one product started by the calling thread. */
  public static int threads() {
    return JniUtils.getNumThreads();
  }

  /** Sets how many threads share a product, from the next one of the calling thread on. */
  public static void useThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be 1 or more, was " + threads);
    }
    JniUtils.setNumThreads(threads);
  }
}
