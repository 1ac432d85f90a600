package coop.imece.core;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Vocabulary indexes in order, with value equality; immutable. */
public final class TokenIds implements StageInput {
  private final int[] ids;

  private TokenIds(int[] ids) {
    this.ids = ids;
  }

  public static TokenIds of(int... ids) {
    return new TokenIds(ids.clone());
  }

  /** Takes the array over without a copy. */
  public static TokenIds own(int[] ids) {
    return new TokenIds(ids);
  }

  public int size() {
    return ids.length;
  }

  @Override
  public int positions() {
    return ids.length;
  }

  public int get(int position) {
    return ids[position];
  }

  /** The ids at {@code [start, end)}. */
  public TokenIds slice(int start, int end) {
    if (start < 0 || start > end || end > ids.length) {
      throw new IndexOutOfBoundsException(
          "need 0 <= start <= end <= %d, was [%d, %d)".formatted(ids.length, start, end));
    }
    return new TokenIds(Arrays.copyOfRange(ids, start, end));
  }

  public TokenIds concat(TokenIds other) {
    var all = Arrays.copyOf(ids, ids.length + other.ids.length);
    System.arraycopy(other.ids, 0, all, ids.length, other.ids.length);
    return new TokenIds(all);
  }

  public IntStream stream() {
    return Arrays.stream(ids);
  }

  public int[] toArray() {
    return ids.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenIds tokens && Arrays.equals(ids, tokens.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return Arrays.toString(ids);
  }
}
