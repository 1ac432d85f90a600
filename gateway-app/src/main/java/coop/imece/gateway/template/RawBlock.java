package coop.imece.gateway.template;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a raw block lies in the source: its body starts at {@code bodyStart}, the closing tag is
 * {@code [closeBegin, closeEnd)}, or {@code closeBegin} is -1 if there is none.
 */
record RawBlock(int bodyStart, int closeBegin, int closeEnd) {
  private static final Pattern OPEN = Pattern.compile("\\{%[-+]?\\s*raw\\s*(?:-%}\\s*|%})");
  private static final Pattern CLOSE = Pattern.compile("\\{%[-+]?\\s*endraw\\s*[-+]?%}");

  /** The raw block that starts at {@code begin}, if one does. */
  static Optional<RawBlock> open(String source, int begin) {
    var open = OPEN.matcher(source).region(begin, source.length());
    if (!open.lookingAt()) {
      return Optional.empty();
    }
    var close = CLOSE.matcher(source);
    return Optional.of(
        close.find(open.end())
            ? new RawBlock(open.end(), close.start(), close.end())
            : new RawBlock(open.end(), -1, -1));
  }
}
