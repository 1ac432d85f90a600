package coop.imece.shard.weights;

import coop.imece.model.ModelConfig;
import java.util.List;

/** What a folder in Hugging Face format calls its tensors. */
public record TensorNames(ModelConfig config) {
  public static final String EMBEDDING = "model.embed_tokens.weight";
  public static final String FINAL_NORM = "model.norm.weight";

  public String head() {
    return config.tiedHead() ? EMBEDDING : "lm_head.weight";
  }

  public String attentionNorm(int layer) {
    return layer(layer) + "input_layernorm.weight";
  }

  public String feedForwardNorm(int layer) {
    return layer(layer) + "post_attention_layernorm.weight";
  }

  /** Query, key and value, in this order; {@code kind} is {@code weight} or {@code bias}. */
  public List<String> queryKeyValue(int layer, String kind) {
    var attention = layer(layer) + "self_attn.";
    return List.of(
        attention + "q_proj." + kind, attention + "k_proj." + kind, attention + "v_proj." + kind);
  }

  public String output(int layer, String kind) {
    return layer(layer) + "self_attn.o_proj." + kind;
  }

  public String queryNorm(int layer) {
    return layer(layer) + "self_attn.q_norm.weight";
  }

  public String keyNorm(int layer) {
    return layer(layer) + "self_attn.k_norm.weight";
  }

  public String router(int layer) {
    return layer(layer) + experts() + "gate.weight";
  }

  /** Gate and up, in this order. */
  public List<String> gateUp(int layer) {
    return List.of(layer(layer) + "mlp.gate_proj.weight", layer(layer) + "mlp.up_proj.weight");
  }

  public String down(int layer) {
    return layer(layer) + "mlp.down_proj.weight";
  }

  /** One expert's gate and up, in this order. */
  public List<String> gateUp(int layer, int expert) {
    var prefix = expert(layer, expert);
    return blockSparse()
        ? List.of(prefix + "w1.weight", prefix + "w3.weight")
        : List.of(prefix + "gate_proj.weight", prefix + "up_proj.weight");
  }

  public String down(int layer, int expert) {
    return expert(layer, expert) + (blockSparse() ? "w2.weight" : "down_proj.weight");
  }

  private String expert(int layer, int expert) {
    return layer(layer) + experts() + "experts." + expert + ".";
  }

  private String experts() {
    return blockSparse() ? "block_sparse_moe." : "mlp.";
  }

  private boolean blockSparse() {
    return config.expertNames() == ModelConfig.ExpertNames.BLOCK_SPARSE_MOE;
  }

  private static String layer(int layer) {
    return "model.layers." + layer + ".";
  }
}
