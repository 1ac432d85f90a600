package coop.imece.gateway.template;

import java.math.BigDecimal;

/** What a value looks like when it is printed: Python's {@code str} and {@code repr}. */
final class Printer {
  private final Budget budget;
  private final StringBuilder out = new StringBuilder();
  private boolean foreign;

  private Printer(Budget budget) {
    this.budget = budget;
  }

  /** A text as it is; the printed form of anything else. */
  static Text print(Value value, Budget budget) {
    if (value instanceof Text text) {
      return text;
    }
    var printer = new Printer(budget);
    printer.write(value, true);
    return Text.of(printer.out.toString(), printer.foreign);
  }

  private void write(Value value, boolean outermost) {
    budget.step();
    if (value instanceof Value.Undefined) {
      append(outermost ? "" : "Undefined");
    } else if (value instanceof Value.None) {
      append("None");
    } else if (value instanceof Value.Bool bool) {
      append(bool.value() ? "True" : "False");
    } else if (value instanceof Value.Int integer) {
      append(Long.toString(integer.value()));
    } else if (value instanceof Value.Real real) {
      append(real(real.value()));
    } else if (value instanceof Text text) {
      foreign |= text.foreign();
      append(quoted(text.chars()));
    } else if (value instanceof Value.Items items) {
      writeItems(items);
    } else if (value instanceof Value.Mapping mapping) {
      writeMapping(mapping);
    } else {
      throw EvaluationFault.of("a %s can't be printed", Kind.of(value));
    }
  }

  private void writeItems(Value.Items items) {
    budget.enter();
    append(items.tuple() ? "(" : "[");
    var separator = "";
    for (var value : items.values()) {
      append(separator);
      write(value, false);
      separator = ", ";
    }
    append(items.tuple() ? (items.values().size() == 1 ? ",)" : ")") : "]");
    budget.leave();
  }

  private void writeMapping(Value.Mapping mapping) {
    budget.enter();
    foreign |= mapping.foreignKeys();
    append("{");
    var separator = "";
    for (var entry : mapping.entries().entrySet()) {
      append(separator);
      append(quoted(entry.getKey()));
      append(": ");
      write(entry.getValue(), false);
      separator = ", ";
    }
    append("}");
    budget.leave();
  }

  private void append(String text) {
    budget.grow(text.length());
    out.append(text);
  }

  /** Python's quotes: single ones, unless the text has single but no double ones. */
  private static String quoted(String chars) {
    var quote = chars.contains("'") && !chars.contains("\"") ? '"' : '\'';
    var quoted = new StringBuilder().append(quote);
    for (int i = 0; i < chars.length(); ) {
      var point = chars.codePointAt(i);
      i += Character.charCount(point);
      if (point == quote || point == '\\') {
        quoted.append('\\').appendCodePoint(point);
      } else if (point == '\n') {
        quoted.append("\\n");
      } else if (point == '\r') {
        quoted.append("\\r");
      } else if (point == '\t') {
        quoted.append("\\t");
      } else if (point == ' ' || isPrintable(point)) {
        quoted.appendCodePoint(point);
      } else if (point < 0x100) {
        quoted.append("\\x%02x".formatted(point));
      } else if (point < 0x10000) {
        quoted.append("\\u%04x".formatted(point));
      } else {
        quoted.append("\\U%08x".formatted(point));
      }
    }
    return quoted.append(quote).toString();
  }

  private static boolean isPrintable(int point) {
    var type = Character.getType(point);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.PRIVATE_USE
        && type != Character.UNASSIGNED
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && type != Character.SPACE_SEPARATOR;
  }

  /** Python's shortest form: with an exponent below 1e-4 and from 1e16. */
  static String real(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    } else if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    } else if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    var digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    var exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      var plain = digits.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    var mantissa = digits.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString();
    return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
