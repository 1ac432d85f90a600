package coop.imece.gateway.template;

import java.util.Arrays;

/**
 * A string that remembers which of its characters the template wrote and which came with the
 * request, so that only the template can write special tokens. Immutable; equal by its characters
 * alone, as templates see it.
 *
 * <p>{@code borders} are ascending offsets at which the origin changes; it is the template's before
 * the first one. Offsets count UTF-16 units, {@link #length} and indexes in templates code points.
 */
final class Text implements Value {
  private static final int[] NONE = {};
  private static final int[] ALL = {0};

  static final Text EMPTY = new Text("", NONE);

  private final String chars;
  private final int[] borders;

  Text(String chars, int[] borders) {
    this.chars = chars;
    this.borders = borders;
  }

  static Text ofTemplate(String chars) {
    return chars.isEmpty() ? EMPTY : new Text(chars, NONE);
  }

  static Text ofRequest(String chars) {
    return chars.isEmpty() ? EMPTY : new Text(chars, ALL);
  }

  static Text of(String chars, boolean foreign) {
    return foreign ? ofRequest(chars) : ofTemplate(chars);
  }

  String chars() {
    return chars;
  }

  boolean isEmpty() {
    return chars.isEmpty();
  }

  /** In code points. */
  int length() {
    return chars.codePointCount(0, chars.length());
  }

  /** True if any character came with the request. */
  boolean foreign() {
    return borders.length > 0;
  }

  /** True if no character at the UTF-16 offsets {@code [start, end)} came with the request. */
  boolean fromTemplate(int start, int end) {
    var index = Arrays.binarySearch(borders, start);
    var bordersUpToStart = index >= 0 ? index + 1 : -index - 1;
    return bordersUpToStart % 2 == 0
        && (bordersUpToStart == borders.length || borders[bordersUpToStart] >= end);
  }

  /** The characters at the UTF-16 offsets {@code [start, end)}. */
  Text slice(int start, int end) {
    if (start == 0 && end == chars.length()) {
      return this;
    }
    var part = new TextBuilder();
    part.append(this, start, end);
    return part.build();
  }

  Text concat(Text other) {
    var both = new TextBuilder();
    both.append(this);
    both.append(other);
    return both.build();
  }

  /** Other characters made from these: the request's if any of these was. */
  Text derive(String newChars) {
    return of(newChars, foreign());
  }

  int[] borders() {
    return borders;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Text text && chars.equals(text.chars);
  }

  @Override
  public int hashCode() {
    return chars.hashCode();
  }

  @Override
  public String toString() {
    return chars;
  }
}
