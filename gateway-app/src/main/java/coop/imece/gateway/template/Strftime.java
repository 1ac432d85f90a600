package coop.imece.gateway.template;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** {@code strftime_now(format)}: a time by C's conversions, with English names. */
final class Strftime {
  private static final Map<Character, DateTimeFormatter> CONVERSIONS =
      Map.ofEntries(
          conversion('a', "EEE"),
          conversion('A', "EEEE"),
          conversion('b', "MMM"),
          conversion('B', "MMMM"),
          conversion('d', "dd"),
          conversion('F', "yyyy-MM-dd"),
          conversion('H', "HH"),
          conversion('I', "hh"),
          conversion('j', "DDD"),
          conversion('m', "MM"),
          conversion('M', "mm"),
          conversion('p', "a"),
          conversion('S', "ss"),
          conversion('T', "HH:mm:ss"),
          conversion('y', "yy"),
          conversion('Y', "yyyy"),
          conversion('z', "xx"),
          conversion('Z', "zzz"));

  private Strftime() {}

  private static Map.Entry<Character, DateTimeFormatter> conversion(char letter, String pattern) {
    return Map.entry(letter, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
  }

  static String format(String format, ZonedDateTime time) {
    var out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      var c = format.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      var unpadded = format.startsWith("-", i + 1);
      var at = i + (unpadded ? 2 : 1);
      var letter = at < format.length() ? format.charAt(at) : ' ';
      i = at;
      if (letter == '%') {
        out.append('%');
      } else if (letter == 'e') {
        out.append("%2d".formatted(time.getDayOfMonth()));
      } else if (CONVERSIONS.containsKey(letter)) {
        var text = CONVERSIONS.get(letter).format(time);
        out.append(unpadded && text.startsWith("0") ? text.substring(1) : text);
      } else {
        throw EvaluationFault.of("strftime_now does not know '%%%s'", letter);
      }
    }
    return out.toString();
  }
}
