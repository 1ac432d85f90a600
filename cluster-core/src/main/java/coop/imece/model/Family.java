package coop.imece.model;

import static coop.imece.model.ModelConfig.AttentionBias.NONE;
import static coop.imece.model.ModelConfig.AttentionBias.QUERY_KEY_VALUE;
import static coop.imece.model.ModelConfig.AttentionBias.QUERY_KEY_VALUE_OUTPUT;

import coop.imece.model.ModelConfig.AttentionBias;
import coop.imece.model.ModelConfig.ExpertNames;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The one place where a {@code model_type} becomes flags, with the defaults that Hugging Face's
 * configuration classes give to fields a folder leaves out.
 */
enum Family {
  LLAMA(Window.NEVER, Experts.NONE, 1e-6),
  MISTRAL(Window.UNLESS_NULL, Experts.NONE, 1e-6),
  MIXTRAL(Window.IF_GIVEN, Experts.MIXTRAL, 1e-5),
  QWEN2(Window.NEVER, Experts.NONE, 1e-6),
  QWEN3(Window.NEVER, Experts.NONE, 1e-6),
  QWEN3_MOE(Window.NEVER, Experts.QWEN3, 1e-6);

  /** When {@code sliding_window} counts. */
  enum Window {
    /** Only with {@code use_sliding_window}, which is refused. */
    NEVER,
    /** 4096 when the field is left out, none when it is null. */
    UNLESS_NULL,
    IF_GIVEN
  }

  /** How a config speaks of experts. */
  enum Experts {
    NONE,
    /** {@code num_local_experts}; {@code intermediate_size} is one expert's. */
    MIXTRAL,
    /** {@code num_experts} and {@code moe_intermediate_size}. */
    QWEN3
  }

  private final Window window;
  private final Experts experts;
  private final double normEpsilon;

  Family(Window window, Experts experts, double normEpsilon) {
    this.window = window;
    this.experts = experts;
    this.normEpsilon = normEpsilon;
  }

  static Family of(ConfigFields config) {
    var name = config.text("model_type");
    return Arrays.stream(values())
        .filter(family -> family.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> config.unsupported("model_type", names()));
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  Window window() {
    return window;
  }

  Experts experts() {
    return experts;
  }

  double defaultNormEpsilon() {
    return normEpsilon;
  }

  AttentionBias attentionBias(ConfigFields config) {
    if (this == QWEN2) {
      return QUERY_KEY_VALUE;
    }
    var asked = (this == LLAMA || queryKeyNorm()) && config.flag("attention_bias", false);
    return asked ? QUERY_KEY_VALUE_OUTPUT : NONE;
  }

  boolean queryKeyNorm() {
    return this == QWEN3 || this == QWEN3_MOE;
  }

  /** Mixtral always scales its chosen experts' weights to a sum of 1. */
  boolean normalizedRouting(ConfigFields config) {
    return switch (experts) {
      case NONE -> false;
      case MIXTRAL -> true;
      case QWEN3 -> config.flag("norm_topk_prob", false);
    };
  }

  ExpertNames expertNames() {
    return switch (experts) {
      case NONE -> ExpertNames.NONE;
      case MIXTRAL -> ExpertNames.BLOCK_SPARSE_MOE;
      case QWEN3 -> ExpertNames.MLP;
    };
  }

  private static String names() {
    return Arrays.stream(values()).map(Family::wireName).collect(Collectors.joining(", "));
  }
}
