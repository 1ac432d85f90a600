package coop.imece.shard.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes a {@link BpeTokenizer} in the format of Hugging Face's {@code tokenizer.json}. */
final class TokenizerJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenizerJson() {}

  /**
   * Writes the file.
   *
   * @param begin the special token that the post-processor puts before every text
   */
  static void write(BpeTokenizer tokenizer, String begin, Path file) throws IOException {
    var root = JSON.createObjectNode().put("version", "1.0").putNull("truncation");
    root.putNull("padding");
    var added = root.putArray("added_tokens");
    for (var token : tokenizer.specials()) {
      added
          .addObject()
          .put("id", tokenizer.id(token))
          .put("content", token)
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
    root.putNull("normalizer");
    byteLevel(root.putObject("pre_tokenizer"), false);
    postProcessor(root.putObject("post_processor"), begin, tokenizer.id(begin));
    byteLevel(root.putObject("decoder"), true);
    model(root.putObject("model"), tokenizer);
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
  }

  private static void byteLevel(ObjectNode node, boolean addPrefixSpace) {
    node.put("type", "ByteLevel")
        .put("add_prefix_space", addPrefixSpace)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  private static void postProcessor(ObjectNode node, String begin, int id) {
    node.put("type", "TemplateProcessing");
    var single = node.putArray("single");
    special(single.addObject(), begin);
    sequence(single.addObject(), "A", 0);
    var pair = node.putArray("pair");
    special(pair.addObject(), begin);
    sequence(pair.addObject(), "A", 0);
    sequence(pair.addObject(), "B", 1);
    var token = node.putObject("special_tokens").putObject(begin);
    token.put("id", begin);
    token.putArray("ids").add(id);
    token.putArray("tokens").add(begin);
  }

  private static void special(ObjectNode node, String token) {
    node.putObject("SpecialToken").put("id", token).put("type_id", 0);
  }

  private static void sequence(ObjectNode node, String name, int type) {
    node.putObject("Sequence").put("id", name).put("type_id", type);
  }

  private static void model(ObjectNode node, BpeTokenizer tokenizer) {
    node.put("type", "BPE");
    node.putNull("dropout").putNull("unk_token").putNull("continuing_subword_prefix");
    node.putNull("end_of_word_suffix");
    node.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    var vocabulary = node.putObject("vocab");
    tokenizer.vocabulary().entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(token -> vocabulary.put(token.getKey(), token.getValue()));
    var merges = node.putArray("merges");
    tokenizer.merges().forEach(merge -> merges.add(merge.left() + " " + merge.right()));
  }
}
