package coop.imece.shard.decoder;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import coop.imece.cli.Folders;
import coop.imece.core.HiddenStates.Element;
import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.model.ModelConfig;
import coop.imece.model.ModelFolder;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.PyTorch;
import coop.imece.shard.weights.TorchType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consecutive decoder layers of one model, loaded: the first slice begins with the embedding, the
 * last ends with norm and head. One thread computes at a time.
 */
public final class Slice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Slice.class);

  private final ModelConfig config;
  private final LayerRange layers;
  private final Precision precision;
  private final TorchType residual;
  private final LoadedSlice loaded;
  private final PtNDManager manager;
  private final RotaryTable rotary;
  private final StepBuffer input;
  private final StepBuffer output;

  /** Also read by those who ask what was chosen. */
  private volatile Optional<ThreadCounts> threads = Optional.empty();

  private int stepCostRows = StepCost.OF_PROCESSORS;
  private int packed;
  private boolean packable;
  private Optional<ThreadTrial> recount = Optional.empty();

  /** Also read by who begins to serve the slice. */
  private volatile boolean canPack;

  private Slice(
      ModelConfig config,
      LayerRange layers,
      Precision precision,
      TorchType residual,
      LoadedSlice loaded,
      PtNDManager manager) {
    this.config = config;
    this.layers = layers;
    this.precision = precision;
    this.residual = residual;
    this.loaded = loaded;
    this.manager = manager;
    this.rotary = new RotaryTable(config, manager, loaded);
    this.packable = loaded.products() == Products.BF16;
    this.canPack = packable;
    this.input = new StepBuffer(manager);
    this.output = new StepBuffer(manager);
  }

  /**
   * Loads the layers of a folder, in the precision in which the model is served, to compute on the
   * processor. Quantized weights are kept in {@link #defaultCache()}.
   *
   * @throws coop.imece.model.ModelFolderException when a tensor is missing or has another shape
   */
  public static Slice load(ModelFolder folder, LayerRange layers, Precision precision) {
    return load(folder, layers, precision, ComputeDevice.CPU);
  }

  /**
   * As above, to compute on another device.
   *
   * @param device as {@link DeviceChoice} gives it for the precision
   */
  public static Slice load(
      ModelFolder folder, LayerRange layers, Precision precision, ComputeDevice device) {
    return load(folder, layers, precision, device, defaultCache());
  }

  /** As above, with another folder for quantized weights. */
  public static Slice load(
      ModelFolder folder,
      LayerRange layers,
      Precision precision,
      ComputeDevice device,
      Path packedWeights) {
    var config = folder.config();
    if (layers.end() > config.shape().layers()) {
      throw new IllegalArgumentException(
          "slice %s is outside the model's %d layers".formatted(layers, config.shape().layers()));
    }
    var products = KernelTrial.choose(precision, config.shape(), device);
    return load(new SliceLoading(folder, layers, precision, packedWeights, device, products));
  }

  /** With the kind of products given. */
  static Slice load(SliceLoading loading) {
    PyTorch.threadLimit();
    var loaded = loading.load();
    var slice =
        new Slice(
            loading.folder().config(),
            loading.layers(),
            loading.precision(),
            loading.residual(),
            loaded,
            PyTorch.newManager());
    if (loading.device().isCpu()) {
      slice.computeWith(ThreadTrial.choose(slice));
    } else {
      slice.stepCostRows = StepCost.measured(slice);
    }
    return slice;
  }

  /** So many threads share each step from now on. */
  void computeWith(ThreadCounts counts) {
    threads = Optional.of(counts);
  }

  /** {@code imece.packed-weights}, a system property, else a folder in the user's own cache. */
  public static Path defaultCache() {
    var property = System.getProperty("imece.packed-weights");
    return property != null
        ? Path.of(property)
        : Folders.ofUser().cache().resolve("packed-weights");
  }

  public ModelConfig config() {
    return config;
  }

  public LayerRange layers() {
    return layers;
  }

  public Precision precision() {
    return precision;
  }

  /** Whether it takes token ids. */
  public boolean first() {
    return layers.start() == 0;
  }

  /** Whether it gives logits. */
  public boolean last() {
    return config.shape().endsIn(layers);
  }

  /** The format in which hidden states leave it and must arrive. */
  public Element element() {
    return residual == TorchType.FP32 ? Element.FP32 : Element.BF16;
  }

  /** Bytes of the weights that a step reads. */
  public long weightBytes() {
    return loaded.weightBytes();
  }

  /** Bytes of keys and values of one position, over the slice's layers. */
  public long kvBytesPerPosition() {
    return 2L * config.shape().kvWidth() * residual.bytes() * layers.count();
  }

  /** What a step costs beside its rows, in rows: as long as so many rows take, 1 or more. */
  public int stepCostRows() {
    return stepCostRows;
  }

  /** One line: how its products are computed, on the processor as measured at the start. */
  public String kernels() {
    if (!loaded.device().isCpu()) {
      return "%s products: in %s on %s"
          .formatted(
              precision.wireName(),
              residual.name().toLowerCase(Locale.ROOT),
              loaded.device().name());
    }
    return "%s products: %s; %s"
        .formatted(
            precision.wireName(),
            loaded.products().description(),
            threads.orElseThrow().describe(PyTorch.threadLimit()));
  }

  /**
   * An empty cache for one session. It takes memory as positions come.
   *
   * @param maxPositions positions the session may reach
   */
  public KvCache openCache(int maxPositions) {
    if (maxPositions < 1 || maxPositions > config.maxPositions()) {
      throw new IllegalArgumentException(
          "maxPositions must be in [1, %d], was %d".formatted(config.maxPositions(), maxPositions));
    }
    return new KvCache(this, maxPositions);
  }

  /**
   * Runs the layers for a batch of sessions as one engine call: rows of all are one product,
   * attention is per session. All is checked before anything is computed.
   *
   * @param batch each with a cache of its own, made by this slice
   * @return in the order of the batch
   */
  public List<SliceOutput> forward(List<SliceWork> batch) {
    var step = new SliceStep(this, batch);
    threads.map(counts -> counts.of(step.rows())).ifPresent(Slice::useThreads);
    return run(step);
  }

  /** The same, shared by so many threads. */
  List<SliceOutput> forward(List<SliceWork> batch, int threadCount) {
    useThreads(threadCount);
    return run(new SliceStep(this, batch));
  }

  private List<SliceOutput> run(SliceStep step) {
    return step.run(loaded, rotary, input, output);
  }

  private static void useThreads(int count) {
    if (PyTorch.threads() != count) {
      PyTorch.useThreads(count);
    }
  }

  IValue newCacheMemory(int capacity) {
    try (var size = IValue.from((long) capacity)) {
      return loaded.program().call("cache", loaded.object(), size);
    }
  }

  IValue growCacheMemory(int capacity, IValue old, int positions) {
    try (var size = IValue.from((long) capacity);
        var held = IValue.from((long) positions)) {
      return loaded.program().call("grown", loaded.object(), size, old, held);
    }
  }

  void clearCacheMemory(IValue memory, int layer, int start, int end) {
    try (var index = IValue.from((long) layer);
        var from = IValue.from((long) start);
        var to = IValue.from((long) end)) {
      loaded.program().call("cleared", memory, index, from, to).close();
    }
  }

  /** Whether {@link #packNext} has anything left to do; any thread may ask. */
  public boolean canPack() {
    return canPack;
  }

  /**
   * Copies the next part of a bf16 slice's weights into the order in which decode steps stream them
   * fastest: the slice serves at once from its mapped weights, and is packed between steps. Each
   * part takes some tens of milliseconds and as much memory as its weights. When all are packed,
   * threads are counted again for steps of few rows: each further part is such a step.
   *
   * @return whether anything is left; false at once where that makes no difference
   */
  public boolean packNext() {
    return packNext(PyTorch.threadLimit());
  }

  /**
   * @param threadLimit the most threads that may share a step
   */
  boolean packNext(int threadLimit) {
    if (packable) {
      packable = packPart();
      if (!packable && threadLimit > 1) {
        recount = Optional.of(ThreadTrial.ofOneRow(this, threadLimit, ThreadTrial.BUDGET_NANOS));
      }
    } else if (recount.isPresent() && !recount.get().timeNext()) {
      var few = recount.get().fewest();
      threads = threads.map(counts -> counts.withFew(few));
      recount = Optional.empty();
      LOG.info("all weights are packed: {}", kernels());
    }
    canPack = packable || recount.isPresent();
    return canPack;
  }

  private boolean packPart() {
    try (var index = IValue.from((long) packed++);
        var left = loaded.program().call("pack", loaded.object(), index)) {
      return left.toBoolean();
    }
  }

  /** Frees the weights. Its caches must be closed before. */
  @Override
  public void close() {
    loaded.object().close();
    rotary.close();
    input.close();
    output.close();
    manager.close();
  }
}
