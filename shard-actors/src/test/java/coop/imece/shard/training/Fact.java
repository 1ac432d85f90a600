package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something the embedded model should know.
 *
 * @param id name, {@code "gft"}, or name and row, {@code "class-multiplier/CPU_ONLY"}
 * @param key what a right answer contains, in any case
 * @param questions core wordings, in lower case and without a question mark
 * @param answer one or two sentences
 */
record Fact(String id, String key, List<String> questions, String answer) {
  Fact {
    if (questions.isEmpty()) {
      throw new IllegalArgumentException(id + ": needs a question");
    }
    questions = List.copyOf(questions);
    if (!isAnswered(answer, key)) {
      throw new IllegalArgumentException(
          "%s: the answer must contain the key '%s', was '%s'".formatted(id, key, answer));
    }
  }

  /** The same fact with more questions. */
  Fact asked(List<String> more) {
    var all = new ArrayList<>(questions);
    all.addAll(more);
    return new Fact(id, key, all, answer);
  }

  boolean isAnsweredBy(String text) {
    return isAnswered(text, key);
  }

  private static boolean isAnswered(String text, String key) {
    return text.toLowerCase(Locale.ROOT).contains(key.toLowerCase(Locale.ROOT));
  }
}
