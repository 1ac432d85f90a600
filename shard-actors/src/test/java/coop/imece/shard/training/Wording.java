package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Words a question in many ways: other words that mean the same, something polite around it, or
 * only its keywords in any order.
 *
 * @param wraps texts around a core, which stands at {@code {q}}
 * @param same groups of words or phrases that may stand for each other
 * @param stopWords words that keywords leave out
 * @param systemMessages instructions that may stand before a conversation
 */
record Wording(
    List<String> wraps,
    List<List<String>> same,
    Set<String> stopWords,
    List<String> systemMessages) {

  private static final double SAME_SHARE = 0.2;
  private static final double WRAP_SHARE = 0.35;
  private static final double KEYWORDS_SHARE = 0.08;
  private static final double DROPPED_WORD_SHARE = 0.1;

  static Wording parse(List<String> lines) {
    var wraps = new ArrayList<String>();
    var same = new ArrayList<List<String>>();
    var stopWords = new ArrayList<String>();
    var systemMessages = new ArrayList<String>();
    for (var line : lines) {
      var text = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, line.indexOf(' '))) {
        case "wrap" -> wraps.add(text);
        case "same" -> same.add(Arrays.stream(text.split("\\|")).map(String::strip).toList());
        case "stop" -> stopWords.addAll(List.of(text.split(" ")));
        case "system" -> systemMessages.add(text);
        default -> throw new IllegalArgumentException("wrap, same, stop or system, was " + line);
      }
    }
    return new Wording(wraps, same, Set.copyOf(stopWords), systemMessages);
  }

  /** Another wording of a core question, still in lower case. */
  String reworded(String core, Random random) {
    var words = withSynonyms(core, random);
    if (random.nextDouble() < KEYWORDS_SHARE) {
      return keywords(words, random);
    }
    if (random.nextDouble() < DROPPED_WORD_SHARE) {
      words = withoutOneWord(words, random);
    }
    return random.nextDouble() < WRAP_SHARE
        ? wraps.get(random.nextInt(wraps.size())).replace("{q}", words)
        : words;
  }

  private String withSynonyms(String core, Random random) {
    var text = " " + core + " ";
    for (var group : same) {
      for (var phrase : group) {
        var found = text.indexOf(" " + phrase + " ");
        if (found >= 0) {
          if (random.nextDouble() < SAME_SHARE) {
            var other = group.get(random.nextInt(group.size()));
            text =
                text.substring(0, found + 1) + other + text.substring(found + 1 + phrase.length());
          }
          break;
        }
      }
    }
    return text.strip();
  }

  private String keywords(String question, Random random) {
    var words = new ArrayList<>(List.of(question.split(" ")));
    words.removeIf(stopWords::contains);
    if (words.isEmpty()) {
      return question;
    }
    if (random.nextBoolean()) {
      java.util.Collections.shuffle(words, random);
    }
    return String.join(" ", words);
  }

  /** Leaves out one word, if it is not one of few. */
  private static String withoutOneWord(String question, Random random) {
    var words = new ArrayList<>(List.of(question.split(" ")));
    if (words.size() > 4) {
      words.remove(random.nextInt(words.size()));
    }
    return String.join(" ", words);
  }
}
