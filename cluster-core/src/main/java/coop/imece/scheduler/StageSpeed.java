package coop.imece.scheduler;

/**
 * What a stage measured of itself, moving averages of seconds for its whole slice.
 *
 * @param decodeSeconds one decode step
 * @param prefillSeconds one position of a prompt
 */
public record StageSpeed(double decodeSeconds, double prefillSeconds) {
  public StageSpeed {
    if (!(decodeSeconds > 0 && decodeSeconds < Double.POSITIVE_INFINITY)
        || !(prefillSeconds >= 0 && prefillSeconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "need finite decodeSeconds > 0 and prefillSeconds >= 0, was %s and %s"
              .formatted(decodeSeconds, prefillSeconds));
    }
  }
}
