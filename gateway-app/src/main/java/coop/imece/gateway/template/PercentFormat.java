package coop.imece.gateway.template;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code format % values}, with the conversions s, d, i and f. */
final class PercentFormat {
  private static final Pattern CONVERSION =
      Pattern.compile("%([-0]?)(\\d{0,3})(?:\\.(\\d{1,2}))?([sdif%])");

  private PercentFormat() {}

  static Text format(Text format, Value given, Rendering rendering) {
    var values =
        given instanceof Value.Items items && items.tuple() ? items.values() : List.of(given);
    var out = new TextBuilder();
    var used = 0;
    var position = 0;
    var conversion = CONVERSION.matcher(format.chars());
    for (int percent = next(format, 0); percent >= 0; percent = next(format, position)) {
      if (!conversion.find(percent) || conversion.start() != percent) {
        throw new EvaluationFault("only the conversions %s, %d, %i, %f and %% are supported");
      }
      out.append(format, position, percent);
      position = conversion.end();
      if (conversion.group(4).equals("%")) {
        out.append("%");
        continue;
      }
      if (used == values.size()) {
        throw EvaluationFault.of("the format needs more than %d values", values.size());
      }
      out.append(convert(conversion, values.get(used++), rendering));
    }
    if (used < values.size()) {
      throw EvaluationFault.of("the format uses %d of %d values", used, values.size());
    }
    out.append(format, position, format.chars().length());
    var text = out.build();
    rendering.budget().grow(text.chars().length());
    return text;
  }

  private static int next(Text format, int from) {
    return format.chars().indexOf('%', from);
  }

  private static Text convert(Matcher conversion, Value value, Rendering rendering) {
    var left = conversion.group(1).equals("-");
    var width = conversion.group(2).isEmpty() ? 0 : Integer.parseInt(conversion.group(2));
    if (conversion.group(4).equals("s")) {
      return pad(rendering.print(value), width, left, " ");
    }
    if (!Comparison.isNumber(value)) {
      throw EvaluationFault.of("%%%s needs a number, was %s", conversion.group(4), Kind.of(value));
    }
    var digits = conversion.group(3) == null ? 6 : Integer.parseInt(conversion.group(3));
    var number =
        conversion.group(4).equals("f")
            ? String.format(Locale.ROOT, "%." + digits + "f", Comparison.real(value))
            : Long.toString((long) Comparison.real(value));
    var zeros = conversion.group(1).equals("0");
    if (zeros && number.startsWith("-")) {
      return Text.ofTemplate("-")
          .concat(pad(Text.ofTemplate(number.substring(1)), width - 1, false, "0"));
    }
    return pad(Text.ofTemplate(number), width, left, zeros ? "0" : " ");
  }

  private static Text pad(Text text, int width, boolean left, String with) {
    var missing = Text.ofTemplate(with.repeat(Math.max(0, width - text.length())));
    return left ? text.concat(missing) : missing.concat(text);
  }
}
