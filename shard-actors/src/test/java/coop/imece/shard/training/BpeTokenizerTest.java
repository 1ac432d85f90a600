package coop.imece.shard.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTokenizerTest {
  private static final int STRINGS = 4_000;
  private static final List<String> PIECES =
      List.of(
          "imece",
          " what is",
          "GFT",
          "'s",
          "'ll ",
          "  ",
          "\n",
          "\t ",
          "é",
          "ß",
          "日本",
          "😀",
          "1234",
          " ./",
          "--join",
          "ı",
          "\u00a0",
          "\u3000",
          "Ω",
          "x²",
          "½",
          "\u0301",
          "़",
          "...",
          "\r\n",
          "don't");

  @TempDir Path folder;

  @Test
  void the_most_frequent_pair_is_merged_first_and_ties_go_by_the_alphabet() {
    var merges = BpeTrainer.train(Map.of("abab", 2L, "cd", 2L, "xy", 1L), 10);
    assertEquals(
        List.of(new BpeMerge("a", "b"), new BpeMerge("ab", "ab"), new BpeMerge("c", "d")), merges);
  }

  @Test
  void our_ids_are_those_of_the_tokenizer_that_reads_our_file() throws IOException {
    var ours = new BpeTokenizer(ChatFormat.SPECIALS, BpeTrainer.train(words(), 300));
    var file = folder.resolve("tokenizer.json");
    TokenizerJson.write(ours, ChatFormat.BEGIN, file);
    try (var theirs = HuggingFaceTokenizer.newInstance(file)) {
      assertEquals(
          ours.id(ChatFormat.BEGIN), (int) theirs.encode("x").getIds()[0], "begins every text");
      var seed = System.nanoTime();
      var random = new Random(seed);
      for (var i = 0; i < STRINGS; i++) {
        var text = text(random);
        var ids = theirs.encode(text, false, false).getIds();
        assertEquals(
            Arrays.stream(ids).mapToObj(Math::toIntExact).toList(),
            ours.encode(text),
            "seed %d: %s".formatted(seed, text));
        assertEquals(text, theirs.decode(ids), "seed " + seed);
      }
    }
  }

  private static Map<String, Long> words() {
    var words = new HashMap<String, Long>();
    for (var fact : CorpusFiles.facts()) {
      ByteLevel.words(fact.answer()).forEach(word -> words.merge(word, 1L, Long::sum));
    }
    return words;
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (var i = random.nextInt(12); i >= 0; i--) {
      if (random.nextInt(3) > 0) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      } else {
        text.appendCodePoint(32 + random.nextInt(random.nextBoolean() ? 0x60 : 0x500));
      }
    }
    return text.toString();
  }
}
