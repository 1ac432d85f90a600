package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Filters that print their value and change the text. */
final class TextFilters {
  private TextFilters() {}

  static Map<String, Filters.Filter> all() {
    return Map.ofEntries(
        Map.entry("string", (v, a, r) -> r.print(v)),
        Map.entry("safe", (v, a, r) -> r.print(v)),
        Map.entry("trim", TextFilters::trim),
        Map.entry("upper", (v, a, r) -> cased(v, r, true)),
        Map.entry("lower", (v, a, r) -> cased(v, r, false)),
        Map.entry("title", (v, a, r) -> Casing.titleFilter(r.print(v))),
        Map.entry("capitalize", (v, a, r) -> Casing.capitalize(r.print(v))),
        Map.entry("replace", (v, a, r) -> TextMethods.replace(r.print(v), a, r)),
        Map.entry("indent", TextFilters::indent),
        Map.entry("truncate", TextFilters::truncate),
        Map.entry("wordcount", (v, a, r) -> wordCount(r.print(v), r)),
        Map.entry("format", (v, a, r) -> format(v, a, r)),
        Map.entry("tojson", TextFilters::toJson));
  }

  private static Value cased(Value value, Rendering rendering, boolean upper) {
    var text = rendering.print(value);
    rendering.budget().grow(text.chars().length());
    return text.derive(
        upper ? text.chars().toUpperCase(Locale.ROOT) : text.chars().toLowerCase(Locale.ROOT));
  }

  private static Value trim(Value value, Arguments arguments, Rendering rendering) {
    var characters =
        arguments
            .expect("'trim'", "chars")
            .get(0, "chars")
            .filter(given -> !(given instanceof Value.None))
            .map(given -> arguments.text(0, "chars").chars());
    return Strip.both(rendering.print(value), characters);
  }

  private static Value format(Value value, Arguments arguments, Rendering rendering) {
    var values = new Value.Items(arguments.positional(), true);
    return PercentFormat.format(rendering.print(value), values, rendering);
  }

  private static Value wordCount(Text text, Rendering rendering) {
    var words = (Value.Items) Split.fromLeft(text, Arguments.NONE, rendering.budget());
    return new Value.Int(words.values().size());
  }

  /** Each line but the first, and those that are empty, after an indent. */
  private static Value indent(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'indent'", "width", "first", "blank");
    var indent =
        arguments.get(0, "width").filter(Text.class::isInstance).isPresent()
            ? arguments.text(0, "width")
            : Text.ofTemplate(" ".repeat(width(arguments)));
    var first = arguments.flag(1, "first");
    var blank = arguments.flag(2, "blank");
    var text = rendering.print(value);
    var lines = (Value.Items) Split.lines(text, Arguments.NONE, rendering.budget());
    var out = new TextBuilder();
    var number = 0;
    for (var line : withLastEmptyLine(text, lines)) {
      var content = (Text) line;
      if (number > 0) {
        out.append("\n");
      }
      if (number == 0 ? first : blank || !content.isEmpty()) {
        rendering.budget().grow(indent.chars().length());
        out.append(indent);
      }
      out.append(content);
      number++;
    }
    return out.build();
  }

  private static int width(Arguments arguments) {
    return (int) Math.max(0, Math.min(1000, arguments.integer(0, "width", 4)));
  }

  /** Jinja appends a newline before it splits, so a text that ends with one has a last line. */
  private static List<Value> withLastEmptyLine(Text text, Value.Items lines) {
    if (!text.isEmpty() && !text.chars().endsWith("\n")) {
      return lines.values();
    }
    var all = new ArrayList<>(lines.values());
    all.add(Text.EMPTY);
    return all;
  }

  private static Value truncate(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'truncate'", "length", "killwords", "end", "leeway");
    var text = rendering.print(value);
    var length = arguments.integer(0, "length", 255);
    var end = arguments.text(2, "end", "...");
    var leeway = arguments.integer(3, "leeway", 5);
    if (text.length() <= length + leeway) {
      return text;
    }
    if (length < end.length()) {
      throw EvaluationFault.of("'truncate' needs length >= %d, was %d", end.length(), length);
    }
    var kept = (int) length - end.length();
    var cut = text.slice(0, text.chars().offsetByCodePoints(0, kept));
    if (!arguments.flag(1, "killwords")) {
      var space = cut.chars().lastIndexOf(' ');
      cut = space < 0 ? cut : cut.slice(0, space);
    }
    return cut.concat(end);
  }

  private static Value toJson(Value value, Arguments arguments, Rendering rendering) {
    arguments.expect("'tojson'", "ensure_ascii", "indent", "separators", "sort_keys");
    var indent = arguments.get(1, "indent").filter(given -> !(given instanceof Value.None));
    var level =
        indent.map(
            given ->
                given instanceof Text text
                    ? text.chars()
                    : " ".repeat((int) Math.min(32, arguments.integer(1, "indent", 0))));
    var separators = separators(arguments);
    var style =
        new JsonText.Style(
            indent.isPresent(),
            level.orElse(""),
            separators.map(s -> s.get(0)).orElse(indent.isPresent() ? "," : ", "),
            separators.map(s -> s.get(1)).orElse(": "),
            arguments.flag(0, "ensure_ascii"),
            arguments.flag(3, "sort_keys"));
    return JsonText.of(value, style, rendering.budget());
  }

  private static Optional<List<String>> separators(Arguments arguments) {
    var given = arguments.get(2, "separators").filter(value -> !(value instanceof Value.None));
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (given.get() instanceof Value.Items pair
        && pair.values().size() == 2
        && pair.values().get(0) instanceof Text item
        && pair.values().get(1) instanceof Text key) {
      return Optional.of(List.of(item.chars(), key.chars()));
    }
    throw new EvaluationFault("the argument 'separators' must be two texts");
  }
}
