package coop.imece.shard.training;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Types a question as people do: with or without capitals, a question mark, and slips. */
final class Typing {
  private static final double SLIP_SHARE = 0.06;
  private static final List<String> ENDS = List.of("?", "?", "?", "?", "", "", "", ".", " ?", "??");
  private static final List<String> NAMES =
      List.of("gft", "api", "url", "gpu", "cpu", "kv", "llm", "tls", "json", "openai", "java");

  private Typing() {}

  static String typed(String question, Random random) {
    var text = random.nextDouble() < SLIP_SHARE ? slip(question, random) : question;
    return capitals(text, random) + ENDS.get(random.nextInt(ENDS.size()));
  }

  private static String capitals(String text, Random random) {
    var draw = random.nextInt(60);
    if (draw < 22) {
      return text;
    }
    if (draw == 22) {
      return text.toUpperCase(Locale.ROOT);
    }
    var named = text;
    for (var name : NAMES) {
      named = named.replaceAll("\\b" + name + "\\b", name.toUpperCase(Locale.ROOT));
    }
    named = named.replaceAll("\\bi\\b", "I");
    if (draw < 26) {
      named = named.replace("imece", "Imece");
    }
    return named.substring(0, 1).toUpperCase(Locale.ROOT) + named.substring(1);
  }

  /** One letter swapped with the next, left out, or doubled. */
  private static String slip(String text, Random random) {
    if (text.length() < 8) {
      return text;
    }
    var at = 1 + random.nextInt(text.length() - 3);
    var before = text.substring(0, at);
    return switch (random.nextInt(3)) {
      case 0 -> before + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
      case 1 -> before + text.substring(at + 1);
      default -> before + text.charAt(at) + text.substring(at);
    };
  }
}
