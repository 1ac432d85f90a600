package coop.imece.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  /** Reads what {@link #toLittleEndian} wrote. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static TokenIds ofLittleEndian(byte[] bytes) {
    if (bytes.length % Integer.BYTES != 0) {
      throw new IllegalArgumentException(
          "token ids are 4 bytes each, was %d bytes".formatted(bytes.length));
    }
    var ids = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ids);
    return new TokenIds(ids);
  }

  /** Four bytes an id, the form on the wire. */
  @JsonValue
  public byte[] toLittleEndian() {
    var buffer = ByteBuffer.allocate(ids.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(ids);
    return buffer.array();
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
