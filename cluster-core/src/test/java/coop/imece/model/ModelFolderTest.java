package coop.imece.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.ModelShape;
import coop.imece.model.ModelConfig.AttentionBias;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFolderTest {
  private static final String LLAMA =
      "{'model_type':'llama','hidden_size':64,'intermediate_size':128,'num_hidden_layers':4,"
          + "'num_attention_heads':4,'num_key_value_heads':2,'vocab_size':300,"
          + "'max_position_embeddings':512,'rms_norm_eps':1e-5,'bos_token_id':256,"
          + "'eos_token_id':257,'torch_dtype':'float32'}";

  @TempDir Path folder;

  @Test
  void a_llama_config_is_read_with_its_defaults() throws IOException {
    var config = open(LLAMA).config();

    assertEquals(ModelShape.dense(4, 64, 4, 2, 16, 128, 300), config.shape());
    assertEquals(1e-5, config.normEpsilon());
    assertEquals(10_000, config.ropeTheta());
    assertEquals(new RopeScaling.Default(), config.ropeScaling());
    assertEquals(AttentionBias.NONE, config.attentionBias());
    assertEquals(OptionalInt.of(256), config.beginId());
    assertEquals("float32", config.storedType());
  }

  @Test
  void the_end_ids_of_both_files_are_joined() throws IOException {
    write("generation_config.json", "{'eos_token_id':[258,259]}");
    assertEquals(Set.of(257, 258, 259), open(LLAMA).config().endIds());
  }

  @Test
  void the_families_differ_in_flags() throws IOException {
    var qwen2 = open(LLAMA.replace("llama", "qwen2")).config();
    assertEquals(AttentionBias.QUERY_KEY_VALUE, qwen2.attentionBias());
    var mistral = open(LLAMA.replace("llama", "mistral")).config();
    assertEquals(4_096, mistral.shape().window());
    var open = open(with("'sliding_window':null").replace("llama", "mistral")).config();
    assertEquals(0, open.shape().window());
    var qwen3 = open(LLAMA.replace("llama", "qwen3")).config();
    assertTrue(qwen3.queryKeyNorm());
    assertEquals(128, qwen3.shape().headSize());
    var mixtral =
        open(with("'num_local_experts':4,'num_experts_per_tok':2").replace("llama", "mixtral"))
            .config();
    assertTrue(mixtral.normalizedRouting());
    assertEquals(4, mixtral.shape().experts());
    assertEquals(2, mixtral.shape().expertsPerToken());
    var moe =
        open(with("'num_experts':8,'num_experts_per_tok':2,'moe_intermediate_size':32")
                .replace("llama", "qwen3_moe"))
            .config();
    assertEquals(32, moe.shape().feedForward());
    assertEquals(false, moe.normalizedRouting());
  }

  @Test
  void rope_scaling_is_read_in_its_old_and_new_form() throws IOException {
    assertEquals(
        new RopeScaling.Linear(4),
        open(with("'rope_scaling':{'type':'linear','factor':4}")).config().ropeScaling());
    var newer =
        open(with(
                "'rope_parameters':{'rope_theta':500000.0,'rope_type':'llama3','factor':8.0,"
                    + "'low_freq_factor':1.0,'high_freq_factor':4.0,"
                    + "'original_max_position_embeddings':64}"))
            .config();
    assertEquals(new RopeScaling.Llama3(8, 1, 4, 64), newer.ropeScaling());
    assertEquals(500_000, newer.ropeTheta());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'hidden_act':'gelu'|hidden_act|silu|\"gelu\"",
        "'rope_scaling':{'rope_type':'yarn','factor':4}|rope_type|default, linear or llama3|\"yarn\"",
        "'partial_rotary_factor':0.5|partial_rotary_factor|1|0.5",
        "'use_sliding_window':true|use_sliding_window|false|true",
        "'mlp_bias':true|mlp_bias|false|true",
        "'quantization_config':{}|quantization_config|left out|{}",
        "'mlp_only_layers':[1]|mlp_only_layers|empty|[1]",
        "'decoder_sparse_step':2|decoder_sparse_step|1|2",
        "'layer_types':['full_attention','linear_attention']|layer_types"
            + "|full_attention in every layer|[\"full_attention\",\"linear_attention\"]",
      })
  void what_the_decoder_does_not_do_is_refused_with_its_flag(
      String addition, String flag, String supported, String was) {
    var refusal = assertThrows(UnsupportedModelException.class, () -> open(with(addition)));
    assertEquals(flag, refusal.flag());
    assertEquals(
        "%s: %s must be %s, was %s: this model is not supported"
            .formatted(folder.resolve("config.json"), flag, supported, was),
        refusal.getMessage());
  }

  @Test
  void an_unknown_family_is_refused_with_the_known_ones() {
    var refusal =
        assertThrows(
            UnsupportedModelException.class, () -> open(LLAMA.replace("llama", "gpt_oss")));
    assertEquals(
        folder.resolve("config.json")
            + ": model_type must be llama, mistral, mixtral, qwen2, qwen3, qwen3_moe, was"
            + " \"gpt_oss\": this model is not supported",
        refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'num_hidden_layers':4|'num_hidden_layers':1000000000"
            + "|num_hidden_layers must be in [1, 1024], was 1000000000",
        "'num_attention_heads':4|'num_attention_heads':0"
            + "|num_attention_heads must be in [1, 1024], was 0",
        "'num_attention_heads':4|'num_attention_heads':6"
            + "|num_attention_heads must be a divisor of hidden_size 64, was 6",
        "'num_key_value_heads':2|'num_key_value_heads':3"
            + "|kvHeads must divide heads, was 4 heads and 3 kvHeads",
        "'rms_norm_eps':1e-5|'rms_norm_eps':0|rms_norm_eps must be in (0, 1), was 0.0",
        "'rms_norm_eps':1e-5|'rms_norm_eps':'x'|rms_norm_eps must be a finite number, was \"x\"",
        "'hidden_size':64|'hidden_size':64.5"
            + "|hidden_size must be a whole number in [1, 131072], was 64.5",
        "'hidden_size':64,||hidden_size must be a whole number in [1, 131072], was missing",
        "'eos_token_id':257|'eos_token_id':300"
            + "|eos_token_id must be token ids in [0, 300), was 300",
        "'bos_token_id':256|'bos_token_id':-1|bos_token_id must be in [0, 299], was -1",
        "'rms_norm_eps':1e-5|'rope_theta':-1|rope_theta must be in [1, 1e12], was -1.0",
      })
  void a_value_outside_its_bounds_is_refused(String from, String to, String message) {
    var refusal =
        assertThrows(
            ModelFolderException.class, () -> open(LLAMA.replace(from, to == null ? "" : to)));
    assertEquals(folder.resolve("config.json") + ": " + message, refusal.getMessage());
  }

  @Test
  void a_config_that_is_not_json_is_refused() {
    var refusal =
        assertThrows(ModelFolderException.class, () -> open(LLAMA.replace("1e-5", "NaN")));
    assertTrue(
        refusal.getMessage().startsWith(folder.resolve("config.json") + ": not valid JSON: "),
        refusal.getMessage());
    assertThrows(ModelFolderException.class, () -> open("[1]"));
    assertThrows(ModelFolderException.class, () -> open(with("'hidden_size':65")));
  }

  @Test
  void each_missing_file_is_named() throws IOException {
    var missing = folder.resolve("nowhere");
    assertRefused(missing + ": no such folder", missing);
    assertRefused(folder + ": config.json is missing", folder);
    write("config.json", LLAMA);
    assertRefused(folder + ": neither model.safetensors nor model.safetensors.index.json", folder);
    var withoutTokenizer = open(LLAMA);
    assertEquals(
        folder + ": tokenizer.json is missing",
        assertThrows(ModelFolderException.class, withoutTokenizer::tokenizer).getMessage());
  }

  @Test
  void a_sharded_index_tells_the_file_of_each_tensor() throws IOException {
    write("config.json", LLAMA);
    write("a-1.safetensors", "");
    write("model.safetensors.index.json", "{'weight_map':{'x':'a-1.safetensors'}}");
    var weights = ModelFolder.open(folder).weights();
    assertEquals(folder.resolve("a-1.safetensors"), weights.fileOf("x"));
    assertEquals(
        folder.resolve("model.safetensors.index.json") + ": weight_map has no tensor y",
        assertThrows(ModelFolderException.class, () -> weights.fileOf("y")).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"../a.safetensors", "/a.safetensors", "a.bin", "b\\\\a.safetensors"})
  void an_index_that_names_a_file_outside_the_folder_is_refused(String name) throws IOException {
    write("config.json", LLAMA);
    write("model.safetensors.index.json", "{'weight_map':{'x':'%s'}}".formatted(name));
    assertRefused(
        "%s: x must be the plain name of a .safetensors file, was \"%s\""
            .formatted(folder.resolve("model.safetensors.index.json"), name),
        folder);
  }

  private void assertRefused(String message, Path path) {
    assertEquals(
        message,
        assertThrows(ModelFolderException.class, () -> ModelFolder.open(path)).getMessage());
  }

  private ModelFolder open(String config) throws IOException {
    write("config.json", config);
    write("model.safetensors", "");
    return ModelFolder.open(folder);
  }

  private static String with(String addition) {
    return LLAMA.substring(0, LLAMA.length() - 1) + "," + addition + "}";
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json.replace('\'', '"'));
  }
}
