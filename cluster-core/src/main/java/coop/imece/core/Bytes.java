package coop.imece.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes with value equality. The array given is owned from then on and must not be changed. */
public final class Bytes {
  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** Takes the array over without a copy. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Bytes own(byte[] array) {
    return new Bytes(array);
  }

  public int size() {
    return array.length;
  }

  /** A read-only view, big-endian like every new buffer. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(array).asReadOnlyBuffer();
  }

  /** The array itself, for reading only. */
  @JsonValue
  public byte[] array() {
    return array;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  @Override
  public String toString() {
    return array.length + " bytes";
  }
}
