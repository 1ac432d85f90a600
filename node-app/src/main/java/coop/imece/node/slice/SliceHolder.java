package coop.imece.node.slice;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.EngineThread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slice that a node has loaded, and the one thread that computes with it. It outlives the
 * ActorSystem: a node that lost its cooperative joins again with its weights in place.
 */
public final class SliceHolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SliceHolder.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final Map<String, ModelFolder> folders;
  private final Precision precision;
  private final ComputeDevice device;
  private final EngineThread engine = new EngineThread();
  private volatile Optional<ModelSlice> loaded = Optional.empty();
  private boolean closed;

  /**
   * @param folders of the models that it may hold a slice of, no two of one name
   */
  public SliceHolder(List<ModelFolder> folders, Precision precision, ComputeDevice device) {
    this.folders = folders.stream().collect(Collectors.toMap(ModelFolder::name, f -> f));
    this.precision = precision;
    this.device = device;
  }

  /** What it computes on. */
  public ComputeDevice device() {
    return device;
  }

  public Optional<ModelSlice> loaded() {
    return loaded;
  }

  /** The thread that everything with tensors runs on. */
  public EngineThread engine() {
    return engine;
  }

  /**
   * Closes the slice that is loaded, if it is another, and loads this one.
   *
   * @param model of one of the folders
   */
  public CompletionStage<ModelSlice> load(String model, LayerRange layers) {
    return CompletableFuture.supplyAsync(() -> loadNow(model, layers), engine);
  }

  private ModelSlice loadNow(String model, LayerRange layers) {
    var before = loaded;
    if (before.filter(held -> held.is(model, layers)).isPresent()) {
      return before.get();
    }
    loaded = Optional.empty();
    before.ifPresent(held -> held.slice().close());
    var slice = Slice.load(folders.get(model), layers, precision, device);
    var held = new ModelSlice(model, slice);
    loaded = Optional.of(held);
    return held;
  }

  /** Frees the weights when the batch that runs is done. Waits for it, for a bounded time. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      engine.execute(() -> loaded.ifPresent(held -> held.slice().close()));
      engine.end();
    }
    awaitEngine();
  }

  /** A process that ends while PyTorch computes would crash in its native libraries. */
  private void awaitEngine() {
    try {
      if (!engine.awaitEnd(CLOSE_WITHIN)) {
        LOG.warn("a batch still runs after {}", CLOSE_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
