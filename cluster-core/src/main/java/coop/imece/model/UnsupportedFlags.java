package coop.imece.model;

import java.util.List;

/** Refuses what the decoder does not do, by the config's own flags. */
final class UnsupportedFlags {
  /** Fields that ask for more than the plain decoder whenever they are given at all. */
  private static final List<String> NEVER =
      List.of(
          "quantization_config",
          "attn_logit_softcapping",
          "final_logit_softcapping",
          "clip_qkv",
          "attention_sinks",
          "shared_expert_intermediate_size");

  private UnsupportedFlags() {}

  static void refuse(ConfigFields config, Family family) {
    for (var field : NEVER) {
      if (config.given(field)) {
        throw config.unsupported(field, "left out");
      }
    }
    if (!config.text("hidden_act", "silu").equals("silu")) {
      throw config.unsupported("hidden_act", "silu");
    }
    if (config.number("partial_rotary_factor", 1) != 1) {
      throw config.unsupported("partial_rotary_factor", "1");
    }
    if (config.flag("mlp_bias", false)) {
      throw config.unsupported("mlp_bias", "false");
    }
    if (config.flag("use_sliding_window", false)) {
      throw config.unsupported("use_sliding_window", "false");
    }
    if (config.integer("decoder_sparse_step", 0, Integer.MAX_VALUE, 1) != 1) {
      throw config.unsupported("decoder_sparse_step", "1");
    }
    if (config.given("mlp_only_layers") && !config.node("mlp_only_layers").isEmpty()) {
      throw config.unsupported("mlp_only_layers", "empty");
    }
    refuseMixedLayers(config, family);
  }

  private static void refuseMixedLayers(ConfigFields config, Family family) {
    var windowed = family.window() != Family.Window.NEVER && config.given("sliding_window");
    var kind = windowed ? "sliding_attention" : "full_attention";
    for (var type : config.node("layer_types")) {
      if (!type.asText().equals(kind)) {
        throw config.unsupported("layer_types", "%s in every layer".formatted(kind));
      }
    }
  }
}
