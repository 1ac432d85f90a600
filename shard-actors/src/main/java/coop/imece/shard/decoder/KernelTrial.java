package coop.imece.shard.decoder;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import coop.imece.core.ModelShape;
import coop.imece.core.Precision;
import coop.imece.shard.decoder.KernelChoice.Timed;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.PyTorch;
import coop.imece.shard.engine.TsProgram;
import coop.imece.shard.weights.TensorMapper;
import coop.imece.shard.weights.TorchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries the kinds of products on this machine: each candidate computes one product of the model's
 * own width, and of those whose result is exact to its precision {@link KernelChoice} takes one.
 * Processors differ: a kernel may be missing, slow, or saturate.
 */
final class KernelTrial {
  private static final Logger LOG = LoggerFactory.getLogger(KernelTrial.class);
  private static final Map<String, Products> CHOSEN = new ConcurrentHashMap<>();

  /** Of the product tried, at least. */
  private static final long OUTPUTS = 2_048;

  /** So many lie beyond a core's own caches, as a model's do, and are soon prepared. */
  private static final long WEIGHTS = 8 << 20;

  /**
   * The kinds take turns, so that what disturbs one disturbs the other, and each has some turns
   * that nothing disturbs: nodes that choose differently answer differently.
   */
  private static final int ROUNDS = 40;

  /** Of the result to that of the unquantized product; 8 bits give 0.9999. */
  private static final double EXACT_COSINE = 0.999;

  private KernelTrial() {}

  /**
   * The kind to use; measured once per width and precision in a process. Only the processor has
   * several.
   */
  static Products choose(Precision precision, ModelShape shape, ComputeDevice device) {
    if (!device.isCpu()) {
      return plain(precision);
    }
    var candidates = Products.candidates(precision);
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    return CHOSEN.computeIfAbsent(
        precision + " " + shape.hidden(),
        key -> {
          var exact = timed(candidates, shape.hidden());
          if (exact.isEmpty()) {
            throw new IllegalStateException(
                "no kernel of this machine computes %s products exactly"
                    .formatted(precision.wireName()));
          }
          return KernelChoice.of(exact);
        });
  }

  private static Products plain(Precision precision) {
    if (!Products.onCards(precision)) {
      throw new IllegalArgumentException(
          "a card computes what is served in fp32 or bf16, was " + precision.wireName());
    }
    return Products.PLAIN;
  }

  /** Kinds that are exact, with the shortest time of their turns. */
  private static List<Timed> timed(List<Products> candidates, int width) {
    try (var manager = PyTorch.newManager()) {
      var weights = manager.randomNormal(new Shape(outputs(width), width));
      var input = manager.randomNormal(new Shape(1, width));
      var tried =
          candidates.stream()
              .map(products -> Candidate.make(products, manager, weights, input))
              .flatMap(Optional::stream)
              .toList();
      try {
        for (var round = 0; round < ROUNDS; round++) {
          tried.forEach(Candidate::takeTurn);
        }
        var exact = input.matMul(weights.transpose());
        return tried.stream()
            .filter(candidate -> candidate.isExact(exact, manager))
            .map(candidate -> new Timed(candidate.products, weights.size(), candidate.micros))
            .toList();
      } finally {
        tried.forEach(Candidate::close);
      }
    }
  }

  /** Rows of the matrix tried. */
  static long outputs(int width) {
    return (long) width * OUTPUTS < KernelChoice.LEAST_WEIGHTS
        ? OUTPUTS
        : Math.max(OUTPUTS, WEIGHTS / width);
  }

  /** One kind, with its copy of the weights. */
  private static final class Candidate implements AutoCloseable {
    private final Products products;
    private final TsProgram program;
    private final IValue linear;
    private final IValue x;
    private double micros = Double.MAX_VALUE;

    private Candidate(Products products, TsProgram program, IValue linear, IValue x) {
      this.products = products;
      this.program = program;
      this.linear = linear;
      this.x = x;
    }

    /** Empty when this machine can't compute so. */
    static Optional<Candidate> make(
        Products products, PtNDManager manager, NDArray weights, NDArray input) {
      try {
        var program = DecoderProgram.with(products);
        var candidate =
            new Candidate(
                products,
                program,
                KernelTrial.linear(products, program, manager, weights),
                residual(products, program, input));
        try {
          program.call("pack_linear", candidate.linear).close();
          candidate.takeTurn();
          return Optional.of(candidate);
        } catch (EngineException e) {
          candidate.close();
          throw e;
        }
      } catch (EngineException | IllegalStateException missing) {
        LOG.info("{}: not on this machine ({})", products, missing.getMessage());
        return Optional.empty();
      }
    }

    void takeTurn() {
      var start = System.nanoTime();
      program.call("product", linear, x).close();
      micros = Math.min(micros, (System.nanoTime() - start) / 1e3);
    }

    boolean isExact(NDArray exact, PtNDManager manager) {
      var cosine = cosine(exact, product(program, linear, x, manager));
      LOG.info("{}: {} us a product, cosine {}", products, Math.round(micros), cosine);
      return cosine > EXACT_COSINE;
    }

    @Override
    public void close() {
      linear.close();
      x.close();
    }
  }

  private static IValue linear(
      Products products, TsProgram program, PtNDManager manager, NDArray weights) {
    try (var matrix = IValue.listFrom((PtNDArray) weights);
        var none = IValue.listFrom(new PtNDArray[0])) {
      if (products == Products.PLAIN || products == Products.BF16) {
        try (var bf16 = stacked(program, matrix, TorchType.BF16);
            var parts = IValue.listFrom(bf16.toTensor(manager))) {
          return program.call("linear", parts, none, none);
        }
      }
      try (var parts = DecoderProgram.packer().call("int8", matrix, none)) {
        return program.call("linear", parts, none, none);
      }
    }
  }

  private static IValue residual(Products products, TsProgram program, NDArray input) {
    if (products == Products.INT8 || products == Products.INT8_WEIGHTS) {
      return IValue.from((PtNDArray) input);
    }
    try (var list = IValue.listFrom((PtNDArray) input)) {
      return stacked(program, list, TorchType.BF16);
    }
  }

  private static IValue stacked(TsProgram program, IValue list, TorchType type) {
    return TensorMapper.stacked(program, list, ComputeDevice.CPU, type);
  }

  private static float[] product(TsProgram program, IValue linear, IValue x, PtNDManager manager) {
    try (var result = program.call("product", linear, x);
        var list = IValue.listFrom(result.toTensor(manager));
        var converted = stacked(program, list, TorchType.FP32)) {
      return converted.toTensor(manager).toFloatArray();
    }
  }

  private static double cosine(NDArray expected, float[] actual) {
    var exact = expected.toFloatArray();
    double product = 0;
    double ofExact = 0;
    double ofActual = 0;
    for (int i = 0; i < exact.length; i++) {
      product += (double) exact[i] * actual[i];
      ofExact += (double) exact[i] * exact[i];
      ofActual += (double) actual[i] * actual[i];
    }
    return product / Math.sqrt(ofExact * ofActual);
  }
}
