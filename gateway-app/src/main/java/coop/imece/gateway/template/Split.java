package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** {@code split}, {@code rsplit}, {@code splitlines} and {@code partition} of a text. */
final class Split {
  private Split() {}

  static Value fromLeft(Text text, Arguments arguments, Budget budget) {
    var most = mostSplits(arguments, "'split'");
    var separator = separator(arguments);
    var parts = new ArrayList<Value>();
    var chars = text.chars();
    budget.grow(chars.length());
    if (separator.isEmpty()) {
      var start = Whitespace.skip(chars, 0);
      while (start < chars.length()) {
        var end = parts.size() < most ? wordEnd(chars, start) : chars.length();
        parts.add(text.slice(start, end));
        start = Whitespace.skip(chars, end);
      }
      return Value.Items.list(parts);
    }
    var position = 0;
    var found = chars.indexOf(separator.get());
    while (found >= 0 && parts.size() < most) {
      parts.add(text.slice(position, found));
      position = found + separator.get().length();
      found = chars.indexOf(separator.get(), position);
    }
    parts.add(text.slice(position, chars.length()));
    return Value.Items.list(parts);
  }

  static Value fromRight(Text text, Arguments arguments, Budget budget) {
    var most = mostSplits(arguments, "'rsplit'");
    var separator =
        separator(arguments)
            .orElseThrow(() -> new EvaluationFault("'rsplit' needs a separator here"));
    budget.grow(text.chars().length());
    List<Value> parts = new ArrayList<>();
    var end = text.chars().length();
    var found = text.chars().lastIndexOf(separator);
    while (found >= 0 && parts.size() < most) {
      parts.add(text.slice(found + separator.length(), end));
      end = found;
      found =
          end < separator.length()
              ? -1
              : text.chars().lastIndexOf(separator, end - separator.length());
    }
    parts.add(text.slice(0, end));
    Collections.reverse(parts);
    return Value.Items.list(parts);
  }

  static Value lines(Text text, Arguments arguments, Budget budget) {
    var keepEnds = arguments.expect("'splitlines'", "keepends").flag(0, "keepends");
    budget.grow(text.chars().length());
    var lines = new ArrayList<Value>();
    for (int start = 0; start < text.chars().length(); ) {
      var end = lineEnd(text.chars(), start);
      var next =
          Math.min(text.chars().length(), end + (text.chars().startsWith("\r\n", end) ? 2 : 1));
      lines.add(text.slice(start, keepEnds ? next : end));
      start = next;
    }
    return Value.Items.list(lines);
  }

  static Value partition(Text text, Arguments arguments) {
    var separator = nonEmpty(arguments.expect("'partition'", "sep").text(0, "sep"));
    var found = text.chars().indexOf(separator);
    var after = found + separator.length();
    return found < 0
        ? Value.Items.tuple(text, Text.EMPTY, Text.EMPTY)
        : Value.Items.tuple(
            text.slice(0, found),
            text.slice(found, after),
            text.slice(after, text.chars().length()));
  }

  private static long mostSplits(Arguments arguments, String method) {
    var most = arguments.expect(method, "sep", "maxsplit").integer(1, "maxsplit", -1);
    return most < 0 ? Long.MAX_VALUE : most;
  }

  private static Optional<String> separator(Arguments arguments) {
    return arguments
        .get(0, "sep")
        .filter(value -> !(value instanceof Value.None))
        .map(value -> nonEmpty(arguments.text(0, "sep")));
  }

  private static String nonEmpty(Text separator) {
    if (separator.isEmpty()) {
      throw new EvaluationFault("a separator can't be empty");
    }
    return separator.chars();
  }

  private static int wordEnd(String chars, int start) {
    var end = start;
    while (end < chars.length() && !Whitespace.is(chars.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int lineEnd(String chars, int start) {
    var end = start;
    while (end < chars.length()
        && "\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029".indexOf(chars.charAt(end)) < 0) {
      end++;
    }
    return end;
  }
}
