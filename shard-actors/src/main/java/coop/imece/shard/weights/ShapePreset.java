package coop.imece.shard.weights;

import coop.imece.core.ModelShape;
import coop.imece.model.ModelConfig;
import coop.imece.model.ModelConfig.AttentionBias;
import coop.imece.model.ModelConfig.ExpertNames;
import coop.imece.model.RopeScaling;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Shapes of published models, and a tiny one to try things out, to fill with random weights. */
public enum ShapePreset {
  TINY(ModelShape.dense(4, 64, 4, 2, 16, 128, 512), false),
  SMOLLM2_135M(ModelShape.dense(30, 576, 9, 3, 64, 1_536, 49_152), true),
  TINYLLAMA_1_1B(ModelShape.dense(22, 2_048, 32, 4, 64, 5_632, 32_000), false),
  LLAMA3_8B(ModelShape.dense(32, 4_096, 32, 8, 128, 14_336, 128_256), false);

  private static final int MAX_POSITIONS = 8_192;
  private static final double DEVIATION = 0.02;

  private final ModelShape shape;
  private final boolean tiedHead;

  ShapePreset(ModelShape shape, boolean tiedHead) {
    this.shape = shape;
    this.tiedHead = tiedHead;
  }

  /** The name on the command line: {@code "tinyllama-1.1b"}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace("1_1b", "1.1b").replace('_', '-');
  }

  public static ShapePreset parse(String text) {
    return Arrays.stream(values())
        .filter(preset -> preset.wireName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "shape must be one of %s, was '%s'"
                        .formatted(
                            Arrays.stream(values())
                                .map(ShapePreset::wireName)
                                .collect(Collectors.joining(", ")),
                            text)));
  }

  /** Standard deviation of random weights that keeps the activations in range. */
  public double deviation() {
    return DEVIATION;
  }

  public ModelConfig config() {
    return new ModelConfig(
        "llama",
        shape,
        1e-5,
        10_000,
        new RopeScaling.Default(),
        AttentionBias.NONE,
        false,
        tiedHead,
        false,
        ExpertNames.NONE,
        MAX_POSITIONS,
        "bfloat16",
        OptionalInt.empty(),
        new TreeSet<>());
  }
}
