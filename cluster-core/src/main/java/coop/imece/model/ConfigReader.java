package coop.imece.model;

import com.fasterxml.jackson.databind.JsonNode;
import coop.imece.core.ModelShape;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads {@code config.json} and {@code generation_config.json} into a {@link ModelConfig}. */
final class ConfigReader {
  private static final int MAX_LAYERS = 1_024;
  private static final int MAX_WIDTH = 1 << 17;
  private static final int MAX_FEED_FORWARD = 1 << 20;
  private static final int MAX_HEADS = 1_024;
  private static final int MAX_HEAD_SIZE = 1_024;
  private static final int MAX_VOCABULARY = 1 << 22;
  private static final int MAX_POSITIONS = 1 << 24;
  private static final int MAX_EXPERTS = 1_024;

  private final ConfigFields config;
  private final Family family;

  private ConfigReader(ConfigFields config) {
    this.config = config;
    this.family = Family.of(config);
  }

  /** Reads the config; {@code generation} may be an empty object. */
  static ModelConfig read(ConfigFields config, ConfigFields generation) {
    var reader = new ConfigReader(config);
    UnsupportedFlags.refuse(config, reader.family);
    try {
      return reader.model(generation);
    } catch (ModelFolderException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ModelFolderException(config.file() + ": " + e.getMessage(), e);
    }
  }

  private ModelConfig model(ConfigFields generation) {
    var vocabulary = config.integer("vocab_size", 1, MAX_VOCABULARY);
    var rope = RopeReader.of(config);
    return new ModelConfig(
        family.wireName(),
        shape(vocabulary),
        config.number("rms_norm_eps", family.defaultNormEpsilon()),
        rope.theta(),
        rope.scaling(),
        family.attentionBias(config),
        family.queryKeyNorm(),
        config.flag("tie_word_embeddings", false),
        family.normalizedRouting(config),
        family.expertNames(),
        config.integer("max_position_embeddings", 1, MAX_POSITIONS),
        config.text("torch_dtype", config.text("dtype", "unknown")),
        config.optionalInteger("bos_token_id", 0, vocabulary - 1),
        endIds(generation, vocabulary));
  }

  private ModelShape shape(int vocabulary) {
    var hidden = config.integer("hidden_size", 1, MAX_WIDTH);
    var heads = config.integer("num_attention_heads", 1, MAX_HEADS);
    var kvHeads =
        family == Family.LLAMA
            ? config.integer("num_key_value_heads", 1, heads, heads)
            : config.integer("num_key_value_heads", 1, heads);
    var experts = family.experts();
    return new ModelShape(
        config.integer("num_hidden_layers", 1, MAX_LAYERS),
        hidden,
        heads,
        kvHeads,
        headSize(hidden, heads),
        config.integer(
            experts == Family.Experts.QWEN3 ? "moe_intermediate_size" : "intermediate_size",
            1,
            MAX_FEED_FORWARD),
        vocabulary,
        window(),
        switch (experts) {
          case NONE -> 0;
          case MIXTRAL -> config.integer("num_local_experts", 1, MAX_EXPERTS);
          case QWEN3 -> config.integer("num_experts", 1, MAX_EXPERTS);
        },
        experts == Family.Experts.NONE ? 0 : config.integer("num_experts_per_tok", 1, MAX_EXPERTS));
  }

  private int headSize(int hidden, int heads) {
    if (config.given("head_dim")) {
      return config.integer("head_dim", 2, MAX_HEAD_SIZE);
    }
    if (family == Family.QWEN3) {
      return 128;
    }
    if (hidden % heads != 0) {
      throw config.bad("num_attention_heads", "a divisor of hidden_size %d".formatted(hidden));
    }
    return hidden / heads;
  }

  private int window() {
    return switch (family.window()) {
      case NEVER -> 0;
      case UNLESS_NULL ->
          config.mentioned("sliding_window")
              ? config.integer("sliding_window", 1, MAX_POSITIONS, 0)
              : 4_096;
      case IF_GIVEN -> config.integer("sliding_window", 1, MAX_POSITIONS, 0);
    };
  }

  /** The ids of both files: folders name more of them in {@code generation_config.json}. */
  private SortedSet<Integer> endIds(ConfigFields generation, int vocabulary) {
    var ids = new TreeSet<Integer>();
    for (var source : List.of(config, generation)) {
      if (source.given("eos_token_id")) {
        var node = source.node("eos_token_id");
        for (JsonNode id : node.isArray() ? node : List.of(node)) {
          if (!id.canConvertToInt()
              || !id.isIntegralNumber()
              || id.intValue() < 0
              || id.intValue() >= vocabulary) {
            throw source.bad("eos_token_id", "token ids in [0, %d)".formatted(vocabulary));
          }
          ids.add(id.intValue());
        }
      }
    }
    return ids;
  }
}
