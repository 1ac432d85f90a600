package coop.imece.gateway.template;

import java.util.Arrays;

/** Joins texts; each character keeps its origin. */
final class TextBuilder {
  private final StringBuilder chars = new StringBuilder();
  private int[] borders = new int[8];
  private int count;

  void append(Text text) {
    append(text, 0, text.chars().length());
  }

  void append(Text text, int start, int end) {
    if (start >= end) {
      return;
    }
    var shift = chars.length() - start;
    var source = text.borders();
    var foreign = false;
    var next = 0;
    while (next < source.length && source[next] <= start) {
      foreign = !foreign;
      next++;
    }
    if (foreign != endsForeign()) {
      addBorder(chars.length());
    }
    while (next < source.length && source[next] < end) {
      addBorder(source[next++] + shift);
    }
    chars.append(text.chars(), start, end);
  }

  void append(String fromTemplate) {
    append(Text.ofTemplate(fromTemplate));
  }

  Text build() {
    return chars.length() == 0
        ? Text.EMPTY
        : new Text(chars.toString(), Arrays.copyOf(borders, count));
  }

  private boolean endsForeign() {
    return count % 2 == 1;
  }

  private void addBorder(int offset) {
    if (count == borders.length) {
      borders = Arrays.copyOf(borders, 2 * count);
    }
    borders[count++] = offset;
  }
}
