package coop.imece.shard.training;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.core.ModelShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the embedded model's folder in Hugging Face format; its README is written by hand. */
final class ModelFolderWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int MAX_POSITIONS = 1024;
  private static final double NORM_EPSILON = 1e-5;
  private static final double ROPE_THETA = 10_000;

  private final Path folder;
  private final BpeTokenizer tokenizer;
  private final ModelShape shape;

  ModelFolderWriter(Path folder, BpeTokenizer tokenizer, ModelShape shape) {
    this.folder = folder;
    this.tokenizer = tokenizer;
    this.shape = shape;
  }

  /** Writes all files; the tensors' values stand one after the other in the order of the shapes. */
  void write(Map<String, Shape> shapes, float[] values) throws IOException {
    Files.createDirectories(folder);
    Safetensors.writeBf16(shapes, values, folder.resolve("model.safetensors"));
    TokenizerJson.write(tokenizer, ChatFormat.BEGIN, folder.resolve("tokenizer.json"));
    json("config.json", config());
    json("generation_config.json", generationConfig());
    json("tokenizer_config.json", tokenizerConfig());
  }

  private ObjectNode config() {
    var config = JSON.createObjectNode();
    config.putArray("architectures").add("LlamaForCausalLM");
    config.put("model_type", "llama");
    config.put("hidden_size", shape.hidden());
    config.put("intermediate_size", shape.feedForward());
    config.put("num_hidden_layers", shape.layers());
    config.put("num_attention_heads", shape.heads());
    config.put("num_key_value_heads", shape.kvHeads());
    config.put("head_dim", shape.headSize());
    config.put("vocab_size", shape.vocabulary());
    config.put("max_position_embeddings", MAX_POSITIONS);
    config.put("rms_norm_eps", NORM_EPSILON);
    config.put("rope_theta", ROPE_THETA);
    config.putNull("rope_scaling");
    config.put("hidden_act", "silu");
    config.put("tie_word_embeddings", true);
    config.put("attention_bias", false);
    config.put("mlp_bias", false);
    config.put("torch_dtype", "bfloat16");
    return ids(config);
  }

  private ObjectNode generationConfig() {
    return ids(JSON.createObjectNode()).put("do_sample", false);
  }

  private ObjectNode ids(ObjectNode node) {
    return node.put("bos_token_id", tokenizer.id(ChatFormat.BEGIN))
        .put("eos_token_id", tokenizer.id(ChatFormat.END))
        .put("pad_token_id", tokenizer.id(ChatFormat.PAD));
  }

  private ObjectNode tokenizerConfig() {
    var config = JSON.createObjectNode();
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    config.put("bos_token", ChatFormat.BEGIN);
    config.put("eos_token", ChatFormat.END);
    config.put("pad_token", ChatFormat.PAD);
    config.put("clean_up_tokenization_spaces", false);
    config.put("model_max_length", MAX_POSITIONS);
    config.put("chat_template", ChatFormat.TEMPLATE);
    return config;
  }

  private void json(String name, ObjectNode node) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(name).toFile(), node);
  }
}
