package coop.imece.gateway.template;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Capital letters at the beginnings of words. */
final class Casing {
  private static final Pattern WORD = Pattern.compile("[^-\\s({\\[<]+");

  private Casing() {}

  /** Python's: a word begins after anything that is no letter. */
  static Text title(Text text) {
    var out = new StringBuilder();
    var inWord = false;
    for (int point : text.chars().codePoints().toArray()) {
      out.appendCodePoint(inWord ? Character.toLowerCase(point) : Character.toTitleCase(point));
      inWord = Character.isLetter(point);
    }
    return text.derive(out.toString());
  }

  static Text capitalize(Text text) {
    return text.derive(capitalized(text.chars()));
  }

  /** Jinja's filter of the same name: a word begins after a space, hyphen or opening bracket. */
  static Text titleFilter(Text text) {
    return text.derive(
        WORD.matcher(text.chars())
            .replaceAll(word -> Matcher.quoteReplacement(capitalized(word.group()))));
  }

  private static String capitalized(String chars) {
    if (chars.isEmpty()) {
      return chars;
    }
    var end = chars.offsetByCodePoints(0, 1);
    return chars.substring(0, end).toUpperCase(Locale.ROOT)
        + chars.substring(end).toLowerCase(Locale.ROOT);
  }
}
