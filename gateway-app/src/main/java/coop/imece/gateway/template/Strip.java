package coop.imece.gateway.template;

import java.util.Optional;

/** Removes characters at the ends of a text: whitespace unless a set of characters is given. */
final class Strip {
  private Strip() {}

  static Text both(Text text, Optional<String> characters) {
    return left(right(text, characters), characters);
  }

  static Text left(Text text, Optional<String> characters) {
    var chars = text.chars();
    if (characters.isEmpty()) {
      return text.slice(Whitespace.skip(chars, 0), chars.length());
    }
    var start = 0;
    while (start < chars.length() && contains(characters, chars.codePointAt(start))) {
      start = chars.offsetByCodePoints(start, 1);
    }
    return text.slice(start, chars.length());
  }

  static Text right(Text text, Optional<String> characters) {
    var chars = text.chars();
    if (characters.isEmpty()) {
      return text.slice(0, Whitespace.skipBack(chars, chars.length()));
    }
    var end = chars.length();
    while (end > 0 && contains(characters, chars.codePointBefore(end))) {
      end = chars.offsetByCodePoints(end, -1);
    }
    return text.slice(0, end);
  }

  private static boolean contains(Optional<String> characters, int point) {
    return characters.get().indexOf(point) >= 0;
  }
}
