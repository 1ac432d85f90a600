package coop.imece.gateway.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The methods of Python's {@code str} that chat templates call. Case is that of no language. */
final class TextMethods {
  /** What a method does with its text. */
  private interface Method {
    Value apply(Text text, Arguments arguments, Rendering rendering);
  }

  private static final Map<String, Method> METHODS =
      Map.ofEntries(
          Map.entry("strip", (t, a, r) -> Strip.both(t, stripped(a, "strip"))),
          Map.entry("lstrip", (t, a, r) -> Strip.left(t, stripped(a, "lstrip"))),
          Map.entry("rstrip", (t, a, r) -> Strip.right(t, stripped(a, "rstrip"))),
          Map.entry("split", (t, a, r) -> Split.fromLeft(t, a, r.budget())),
          Map.entry("rsplit", (t, a, r) -> Split.fromRight(t, a, r.budget())),
          Map.entry("splitlines", (t, a, r) -> Split.lines(t, a, r.budget())),
          Map.entry("partition", (t, a, r) -> Split.partition(t, a)),
          Map.entry("startswith", (t, a, r) -> edge(t, a, "startswith")),
          Map.entry("endswith", (t, a, r) -> edge(t, a, "endswith")),
          Map.entry("removeprefix", (t, a, r) -> removePrefix(t, a)),
          Map.entry("removesuffix", (t, a, r) -> removeSuffix(t, a)),
          Map.entry("upper", (t, a, r) -> upper(t, a.expect("'upper'"))),
          Map.entry("lower", (t, a, r) -> lower(t, a.expect("'lower'"))),
          Map.entry("title", (t, a, r) -> Casing.title(t)),
          Map.entry("capitalize", (t, a, r) -> Casing.capitalize(t)),
          Map.entry("replace", (t, a, r) -> replace(t, a, r)),
          Map.entry("find", (t, a, r) -> find(t, a, false)),
          Map.entry("rfind", (t, a, r) -> find(t, a, true)),
          Map.entry("count", (t, a, r) -> count(t, a)),
          Map.entry("join", (t, a, r) -> join(t, a, r)),
          Map.entry("isdigit", (t, a, r) -> all(t, Character::isDigit)),
          Map.entry("isalpha", (t, a, r) -> all(t, Character::isLetter)),
          Map.entry("isalnum", (t, a, r) -> all(t, Character::isLetterOrDigit)),
          Map.entry("isspace", (t, a, r) -> all(t, c -> Whitespace.is((char) c))));

  private TextMethods() {}

  static Optional<Value> of(Text text, String name, Rendering rendering) {
    return Optional.ofNullable(METHODS.get(name))
        .map(
            method ->
                new Value.Function(
                    name,
                    arguments -> {
                      rendering.budget().read(text, arguments.texts());
                      return method.apply(text, arguments, rendering);
                    }));
  }

  private static Optional<String> stripped(Arguments arguments, String method) {
    return arguments
        .expect("'" + method + "'", "chars")
        .get(0, "chars")
        .filter(value -> !(value instanceof Value.None))
        .map(value -> arguments.text(0, "chars").chars());
  }

  private static Text upper(Text text, Arguments none) {
    return text.derive(text.chars().toUpperCase(Locale.ROOT));
  }

  private static Text lower(Text text, Arguments none) {
    return text.derive(text.chars().toLowerCase(Locale.ROOT));
  }

  /** The argument may be a tuple of texts. */
  private static Value edge(Text text, Arguments arguments, String method) {
    var given = arguments.expect("'" + method + "'", "affix").required(0, "affix");
    if (given instanceof Value.Items affixes) {
      for (var affix : affixes.values()) {
        if (Truth.of(edge(text, new Arguments(List.of(affix), Map.of()), method))) {
          return Value.Bool.TRUE;
        }
      }
      return Value.Bool.FALSE;
    }
    var affix = arguments.text(0, "affix").chars();
    return Value.Bool.of(
        method.equals("startswith")
            ? text.chars().startsWith(affix)
            : text.chars().endsWith(affix));
  }

  private static Value removePrefix(Text text, Arguments arguments) {
    var prefix = arguments.expect("'removeprefix'", "prefix").text(0, "prefix").chars();
    return text.chars().startsWith(prefix)
        ? text.slice(prefix.length(), text.chars().length())
        : text;
  }

  private static Value removeSuffix(Text text, Arguments arguments) {
    var suffix = arguments.expect("'removesuffix'", "suffix").text(0, "suffix").chars();
    return text.chars().endsWith(suffix)
        ? text.slice(0, text.chars().length() - suffix.length())
        : text;
  }

  static Text replace(Text text, Arguments arguments, Rendering rendering) {
    arguments.expect("'replace'", "old", "new", "count");
    var old = arguments.text(0, "old").chars();
    var replacement = arguments.text(1, "new");
    var count =
        arguments.get(2, "count").filter(v -> !(v instanceof Value.None)).isPresent()
            ? arguments.integer(2, "count", -1)
            : -1;
    if (old.isEmpty()) {
      throw new EvaluationFault("replacing an empty text is not supported");
    }
    var out = new TextBuilder();
    var position = 0;
    for (int found = text.chars().indexOf(old); found >= 0 && count != 0; count--) {
      rendering.budget().grow(found - position + replacement.chars().length());
      out.append(text, position, found);
      out.append(replacement);
      position = found + old.length();
      found = text.chars().indexOf(old, position);
    }
    rendering.budget().grow(text.chars().length() - position);
    out.append(text, position, text.chars().length());
    return out.build();
  }

  private static Value find(Text text, Arguments arguments, boolean last) {
    var wanted = arguments.expect("'find'", "text").text(0, "text").chars();
    var found = last ? text.chars().lastIndexOf(wanted) : text.chars().indexOf(wanted);
    return new Value.Int(found < 0 ? -1 : text.chars().codePointCount(0, found));
  }

  private static Value count(Text text, Arguments arguments) {
    var wanted = arguments.expect("'count'", "text").text(0, "text").chars();
    if (wanted.isEmpty()) {
      return new Value.Int(text.length() + 1);
    }
    var count = 0;
    for (int i = text.chars().indexOf(wanted);
        i >= 0;
        i = text.chars().indexOf(wanted, i + wanted.length())) {
      count++;
    }
    return new Value.Int(count);
  }

  private static Value join(Text separator, Arguments arguments, Rendering rendering) {
    var items =
        Elements.of(arguments.expect("'join'", "items").required(0, "items"), rendering.budget());
    for (var item : items) {
      if (!(item instanceof Text)) {
        throw EvaluationFault.of("'join' needs texts, was given %s", Kind.of(item));
      }
    }
    return Join.of(items, separator, rendering);
  }

  private static Value all(Text text, IntPredicate test) {
    return Value.Bool.of(!text.isEmpty() && text.chars().codePoints().allMatch(test));
  }
}
