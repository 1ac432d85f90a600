package coop.imece.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Names one generation and its KV caches at every stage: a time-ordered UUIDv7 (RFC 9562). */
public record SessionId(@JsonValue UUID value) implements Comparable<SessionId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SessionId {}

  /**
   * A new id: 48 bits of time, 74 of randomness.
   *
   * @param millis Unix time in milliseconds
   */
  public static SessionId of(long millis, RandomGenerator random) {
    var high = (millis & 0xFFFF_FFFF_FFFFL) << 16 | 0x7000L | random.nextLong() & 0x0FFFL;
    var low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    return new SessionId(new UUID(high, low));
  }

  /** Unix time in milliseconds at which the id was made. */
  public long millis() {
    return value.getMostSignificantBits() >>> 16;
  }

  @Override
  public int compareTo(SessionId other) {
    var high =
        Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(
            value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
