package coop.imece.gateway.template;

import java.util.TreeMap;

/** {@code tojson}: Python's {@code json.dumps} with the options that Hugging Face allows. */
final class JsonText {
  /** As Python's; {@code lines} if an indent was given, {@code indent} is that of one level. */
  record Style(
      boolean lines,
      String indent,
      String itemSeparator,
      String keySeparator,
      boolean ascii,
      boolean sortKeys) {}

  private final Budget budget;
  private final Style style;
  private final StringBuilder out = new StringBuilder();
  private boolean foreign;

  private JsonText(Budget budget, Style style) {
    this.budget = budget;
    this.style = style;
  }

  static Text of(Value value, Style style, Budget budget) {
    var json = new JsonText(budget, style);
    json.write(value, 0);
    return Text.of(json.out.toString(), json.foreign);
  }

  private void write(Value value, int level) {
    budget.step();
    if (value instanceof Value.None) {
      append("null");
    } else if (value instanceof Value.Bool bool) {
      append(bool.value() ? "true" : "false");
    } else if (value instanceof Value.Int integer) {
      append(Long.toString(integer.value()));
    } else if (value instanceof Value.Real real) {
      append(real(real.value()));
    } else if (value instanceof Text text) {
      foreign |= text.foreign();
      append(quoted(text.chars()));
    } else if (value instanceof Value.Items items) {
      writeItems(items, level);
    } else if (value instanceof Value.Mapping mapping) {
      writeMapping(mapping, level);
    } else {
      throw EvaluationFault.of("tojson can't write a value that is %s", Kind.of(value));
    }
  }

  private void writeItems(Value.Items items, int level) {
    if (items.values().isEmpty()) {
      append("[]");
      return;
    }
    budget.enter();
    append("[");
    var separator = "";
    for (var value : items.values()) {
      append(separator);
      newLine(level + 1);
      write(value, level + 1);
      separator = style.itemSeparator();
    }
    newLine(level);
    append("]");
    budget.leave();
  }

  private void writeMapping(Value.Mapping mapping, int level) {
    if (mapping.entries().isEmpty()) {
      append("{}");
      return;
    }
    budget.enter();
    foreign |= mapping.foreignKeys();
    append("{");
    var separator = "";
    var entries = style.sortKeys() ? new TreeMap<>(mapping.entries()) : mapping.entries();
    for (var entry : entries.entrySet()) {
      append(separator);
      newLine(level + 1);
      append(quoted(entry.getKey()));
      append(style.keySeparator());
      write(entry.getValue(), level + 1);
      separator = style.itemSeparator();
    }
    newLine(level);
    append("}");
    budget.leave();
  }

  private void newLine(int level) {
    if (style.lines()) {
      append("\n");
      for (int i = 0; i < level; i++) {
        append(style.indent());
      }
    }
  }

  private void append(String text) {
    budget.grow(text.length());
    out.append(text);
  }

  private static String real(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    } else if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    return Printer.real(value);
  }

  private String quoted(String chars) {
    var quoted = new StringBuilder(chars.length() + 2).append('"');
    for (int i = 0; i < chars.length(); i++) {
      var c = chars.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\f' -> quoted.append("\\f");
        case '\b' -> quoted.append("\\b");
        default -> {
          if (c < 0x20 || style.ascii() && c > 0x7e) {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
