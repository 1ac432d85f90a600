package coop.imece.shard.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.util.Optional;

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

  /**
   * A manager whose arrays live until it is closed; starts the engine when it isn't. They lie in
   * the machine's own memory, wherever slices are computed.
   */
  public static PtNDManager newManager() {
    return (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  /** Graphics cards that this PyTorch could compute on. */
  public static int gpus() {
    newManager().close();
    return Engine.getEngine("PyTorch").getGpuCount();
  }

  /** The card that slices may be computed on: the first that CUDA_VISIBLE_DEVICES leaves. */
  public static Optional<ComputeDevice> card() {
    return gpus() == 0
        ? Optional.empty()
        : Optional.of(ComputeDevice.firstCard(Integer.parseInt(CudaUtils.getComputeCapability(0))));
  }

  /** Bytes of that card's memory that nothing has taken. */
  public static long freeCardBytes() {
    var memory = CudaUtils.getGpuMemory(Device.gpu(0));
    return memory.getMax() - memory.getCommitted();
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
