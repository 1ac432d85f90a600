package coop.imece.shard.device;

import coop.imece.scheduler.hardware.DeviceMeasures;
import coop.imece.scheduler.hardware.ReferenceLayer;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.NativeHeap;
import coop.imece.shard.engine.PyTorch;
import coop.imece.shard.weights.TorchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures the device that slices compute with, in steps of some tenths of a second, so that a node
 * can serve between them. One thread calls; the work takes up to 300 MiB while it lasts.
 */
public final class DeviceBenchmark implements AutoCloseable {
  private static final int HIDDEN = ReferenceLayer.SHAPE.hidden();
  private static final int FEED = ReferenceLayer.SHAPE.feedForward();

  private final int threads;
  private final DeviceProgram program;
  private final List<ProductPart> trials = new ArrayList<>();
  private final MemoryPart sequential;
  private final MemoryPart strided;
  private final List<ProductPart> products = new ArrayList<>();
  private final List<LayerPart> layers = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final int steps;
  private int stepsDone;
  private TorchType type;

  private DeviceBenchmark(int threads, ComputeDevice device) {
    this.threads = threads;
    this.program = new DeviceProgram(device);
    this.sequential = new MemoryPart(program, false);
    this.strided = new MemoryPart(program, true);
    this.type = device.bf16() ? TorchType.BF16 : TorchType.FP16;
    trials.add(new ProductPart(program, HIDDEN, HIDDEN, type, 1));
    trials.add(new ProductPart(program, HIDDEN, HIDDEN, TorchType.FP32, 1));
    plan();
    this.steps = parts.stream().mapToInt(Part::steps).sum();
  }

  /**
   * Starts PyTorch. Takes nothing yet.
   *
   * @param threads that share the work of a processor: all of the machine's, whatever part of it a
   *     node uses
   * @param device that is measured
   */
  public static DeviceBenchmark create(int threads, ComputeDevice device) {
    PyTorch.threadLimit();
    return new DeviceBenchmark(threads, device);
  }

  private void plan() {
    products.clear();
    layers.clear();
    products.add(product(HIDDEN, HIDDEN));
    products.add(product(HIDDEN, FEED));
    products.add(product(FEED, HIDDEN));
    ReferenceLayer.BATCHES.forEach(batch -> layers.add(new LayerPart(program, batch, type)));
    parts.clear();
    parts.addAll(trials);
    parts.addAll(products);
    parts.add(sequential);
    parts.add(strided);
    parts.addAll(layers);
  }

  private ProductPart product(int inputs, int outputs) {
    return new ProductPart(program, inputs, outputs, type);
  }

  /**
   * The format of the products: 16 bits as the device takes them, or fp32 on processors that have
   * no instructions for these.
   */
  public String format() {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** What the next step measures. */
  public String doing() {
    return due().map(Part::name).orElse("done");
  }

  /** From 0 to 1. */
  public double progress() {
    return (double) stepsDone / steps;
  }

  /** Runs one more step. Returns whether any is left. */
  public boolean next() {
    due().ifPresent(this::step);
    return due().isPresent();
  }

  private Optional<Part> due() {
    return parts.stream().filter(part -> !part.isDone()).findFirst();
  }

  private void step(Part part) {
    var before = PyTorch.threads();
    PyTorch.useThreads(threads);
    try {
      part.step();
    } finally {
      PyTorch.useThreads(before);
    }
    stepsDone++;
    if (part.isDone()) {
      part.close();
      if (part == trials.get(1)
          && trials.get(1).flopsPerSecond() > trials.get(0).flopsPerSecond()) {
        type = TorchType.FP32;
        plan();
      }
    }
  }

  /** Once no step is left. */
  public DeviceMeasures measures() {
    return new DeviceMeasures(
        products.stream().mapToDouble(ProductPart::flops).sum()
            / products.stream().mapToDouble(Part::seconds).sum(),
        sequential.bytes() / sequential.seconds(),
        strided.bytes() / strided.seconds(),
        layers.stream().map(Part::seconds).toList());
  }

  /** Gives back all memory. */
  @Override
  public void close() {
    parts.forEach(Part::close);
    program.close();
    NativeHeap.trim();
  }
}
