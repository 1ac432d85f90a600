package coop.imece.node.slice;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.warmup.WarmUp;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slice that a node has loaded, and the one thread that computes with it. It outlives the
 * ActorSystem: a node that lost its cooperative joins again with its weights in place.
 */
public final class SliceHolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SliceHolder.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final ModelFolder folder;
  private final Precision precision;
  private final WarmUp warmUp;
  private final ExecutorService engine =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "imece-engine"));

  /** Loads one after the other, away from the engine's thread, which warming up needs. */
  private final ExecutorService loading =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "imece-loading"));

  private volatile Optional<Slice> loaded = Optional.empty();
  private boolean warm;

  /**
   * @param warmUp for the first slice that is loaded
   */
  public SliceHolder(ModelFolder folder, Precision precision, WarmUp warmUp) {
    this.folder = folder;
    this.precision = precision;
    this.warmUp = warmUp;
  }

  public Optional<Slice> loaded() {
    return loaded;
  }

  /** The thread that everything with tensors runs on. */
  public ExecutorService engine() {
    return engine;
  }

  /** Closes the slice that is loaded, if it is another, and loads this one. */
  public CompletionStage<Slice> load(LayerRange layers) {
    return CompletableFuture.supplyAsync(() -> loadAndWarmUp(layers), loading);
  }

  private Slice loadAndWarmUp(LayerRange layers) {
    var slice = CompletableFuture.supplyAsync(() -> loadNow(layers), engine).join();
    if (!warm) {
      warmUp.run(slice, engine);
      warm = true;
    }
    return slice;
  }

  private Slice loadNow(LayerRange layers) {
    var before = loaded;
    if (before.map(slice -> slice.layers().equals(layers)).orElse(false)) {
      return before.get();
    }
    loaded = Optional.empty();
    before.ifPresent(Slice::close);
    var slice = Slice.load(folder, layers, precision);
    loaded = Optional.of(slice);
    return slice;
  }

  /** Frees the weights when the batch that runs is done. Waits for it, for a bounded time. */
  @Override
  public void close() {
    loading.shutdown();
    await(loading, "a slice is still loading");
    if (!engine.isShutdown()) {
      engine.execute(() -> loaded.ifPresent(Slice::close));
      engine.shutdown();
    }
    await(engine, "a batch still runs");
  }

  /** A process that ends while PyTorch computes would crash in its native libraries. */
  private static void await(ExecutorService thread, String late) {
    try {
      if (!thread.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} after {}", late, CLOSE_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
