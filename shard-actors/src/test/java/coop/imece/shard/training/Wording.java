package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Words a question in many ways: other words that mean the same, something polite around it, or
 * only its keywords in any order.
 *
 * @param wraps texts around a core, which stands at {@code {q}}
 * @param same groups of words or phrases that may stand for each other
 * @param fillers words that may stand anywhere
 * @param stopWords words that carry little: keywords leave them out
 * @param systemMessages instructions that may stand before a conversation
 */
record Wording(
    List<String> wraps,
    List<List<String>> same,
    List<String> fillers,
    List<String> stopWords,
    List<String> systemMessages) {

  private static final List<String> ENDINGS = List.of("", "s", "ed", "ing", "es", "e");
  private static final double SAME_SHARE = 0.2;
  private static final double WRAP_SHARE = 0.35;
  private static final double KEYWORDS_SHARE = 0.08;
  private static final double DROPPED_WORD_SHARE = 0.1;
  private static final double LOOSE_SHARE = 0.4;
  private static final double LOOSE_WORD_SHARE = 0.15;

  static Wording parse(List<String> lines) {
    var wraps = new ArrayList<String>();
    var same = new ArrayList<List<String>>();
    var fillers = new ArrayList<String>();
    var stopWords = new ArrayList<String>();
    var systemMessages = new ArrayList<String>();
    for (var line : lines) {
      var text = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, line.indexOf(' '))) {
        case "wrap" -> wraps.add(text);
        case "same" -> same.add(Arrays.stream(text.split("\\|")).map(String::strip).toList());
        case "filler" -> fillers.addAll(List.of(text.split(" ")));
        case "stop" -> stopWords.addAll(List.of(text.split(" ")));
        case "system" -> systemMessages.add(text);
        default ->
            throw new IllegalArgumentException("wrap, same, filler, stop or system, was " + line);
      }
    }
    return new Wording(wraps, same, fillers, stopWords, systemMessages);
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
    if (random.nextDouble() < LOOSE_SHARE) {
      words = loosely(words, random);
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
      Collections.shuffle(words, random);
    }
    return String.join(" ", words);
  }

  /**
   * Here and there a filler, another little word or another ending, so that the model learns which
   * words decide.
   */
  private String loosely(String question, Random random) {
    var loose = new ArrayList<String>();
    for (var word : question.split(" ")) {
      if (random.nextDouble() >= LOOSE_WORD_SHARE) {
        loose.add(word);
        continue;
      }
      if (stopWords.contains(word)) {
        loose.add(one(random.nextBoolean() ? stopWords : fillers, random));
      } else if (random.nextBoolean()) {
        loose.add(word);
        loose.add(one(fillers, random));
      } else {
        loose.add(otherEnding(word, random));
      }
    }
    return String.join(" ", loose);
  }

  private static String otherEnding(String word, Random random) {
    if (word.length() < 5 || !word.matches("[a-z]+")) {
      return word;
    }
    var stem = word.replaceAll("(ing|ed|es|s|e)$", "");
    return stem.length() < 3 ? word : stem + one(ENDINGS, random);
  }

  private static String one(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
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
