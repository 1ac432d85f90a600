package coop.imece.shard.training;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Learns the tokenizer's vocabulary from a sample of the corpus. */
final class VocabularyTraining {
  private static final int SAMPLE = 20_000;
  private static final int RAREST = 4;
  private static final int BYTES = 256;

  private VocabularyTraining() {}

  static BpeTokenizer train(Corpus corpus, int vocabulary, long seed) {
    var random = new Random(seed);
    var words = new HashMap<String, Long>();
    for (var i = 0; i < SAMPLE; i++) {
      for (var turn : corpus.draw(random).turns()) {
        count(words, turn.question());
        count(words, turn.answer());
      }
    }
    words.values().removeIf(count -> count < RAREST);
    var merges = vocabulary - BYTES - ChatFormat.SPECIALS.size();
    return new BpeTokenizer(ChatFormat.SPECIALS, BpeTrainer.train(words, merges));
  }

  private static void count(Map<String, Long> words, String text) {
    ByteLevel.words(text).forEach(word -> words.merge(word, 1L, Long::sum));
  }
}
