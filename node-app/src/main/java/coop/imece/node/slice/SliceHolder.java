package coop.imece.node.slice;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.shard.decoder.Slice;
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
  private final ExecutorService engine =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "imece-engine"));

  private volatile Optional<Slice> loaded = Optional.empty();

  public SliceHolder(ModelFolder folder, Precision precision) {
    this.folder = folder;
    this.precision = precision;
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
    return CompletableFuture.supplyAsync(() -> loadNow(layers), engine);
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
    if (!engine.isShutdown()) {
      engine.execute(() -> loaded.ifPresent(Slice::close));
      engine.shutdown();
    }
    awaitEngine();
  }

  /** A process that ends while PyTorch computes would crash in its native libraries. */
  private void awaitEngine() {
    try {
      if (!engine.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a batch still runs after {}", CLOSE_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
