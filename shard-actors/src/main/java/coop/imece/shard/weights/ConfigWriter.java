package coop.imece.shard.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.model.ModelConfig;
import coop.imece.model.ModelConfig.AttentionBias;
import coop.imece.model.RopeScaling;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the {@code config.json} that reads back as a given config. */
final class ConfigWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ConfigWriter() {}

  static void write(ModelConfig config, Path file) throws IOException {
    var shape = config.shape();
    var json = JSON.createObjectNode();
    json.put("model_type", config.family());
    json.put("hidden_act", "silu");
    json.put("num_hidden_layers", shape.layers());
    json.put("hidden_size", shape.hidden());
    json.put("num_attention_heads", shape.heads());
    json.put("num_key_value_heads", shape.kvHeads());
    json.put("head_dim", shape.headSize());
    json.put("intermediate_size", shape.feedForward());
    json.put("vocab_size", shape.vocabulary());
    json.put("max_position_embeddings", config.maxPositions());
    json.put("rms_norm_eps", config.normEpsilon());
    json.put("rope_theta", config.ropeTheta());
    json.put("tie_word_embeddings", config.tiedHead());
    json.put("attention_bias", config.attentionBias() == AttentionBias.QUERY_KEY_VALUE_OUTPUT);
    json.put("torch_dtype", config.storedType());
    if (shape.window() > 0) {
      json.put("sliding_window", shape.window());
    } else {
      json.putNull("sliding_window");
    }
    config.beginId().ifPresent(id -> json.put("bos_token_id", id));
    config.endIds().forEach(json.withArray("eos_token_id")::add);
    experts(config, json);
    scaling(config.ropeScaling(), json);
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
  }

  private static void experts(ModelConfig config, ObjectNode json) {
    if (config.hasExperts()) {
      json.put("num_local_experts", config.shape().experts());
      json.put("num_experts", config.shape().experts());
      json.put("num_experts_per_tok", config.shape().expertsPerToken());
      json.put("moe_intermediate_size", config.shape().feedForward());
      json.put("norm_topk_prob", config.normalizedRouting());
    }
  }

  private static void scaling(RopeScaling scaling, ObjectNode json) {
    if (scaling instanceof RopeScaling.Linear linear) {
      json.withObject("rope_scaling").put("rope_type", "linear").put("factor", linear.factor());
    } else if (scaling instanceof RopeScaling.Llama3 llama3) {
      json.withObject("rope_scaling")
          .put("rope_type", "llama3")
          .put("factor", llama3.factor())
          .put("low_freq_factor", llama3.lowFrequencyFactor())
          .put("high_freq_factor", llama3.highFrequencyFactor())
          .put("original_max_position_embeddings", llama3.originalPositions());
    }
  }
}
