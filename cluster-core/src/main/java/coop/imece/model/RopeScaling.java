package coop.imece.model;

/** How the frequencies of the rotary embedding are changed for long contexts. */
public sealed interface RopeScaling {
  /** Frequencies as trained. */
  record Default() implements RopeScaling {}

  /** Positions are divided by {@code factor}. */
  record Linear(double factor) implements RopeScaling {
    public Linear {
      requireFactor(factor);
    }
  }

  /**
   * Llama 3.1's: wavelengths over {@code originalPositions / lowFrequencyFactor} are divided by
   * {@code factor}, those under {@code originalPositions / highFrequencyFactor} stay, those between
   * are blended.
   */
  record Llama3(
      double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalPositions)
      implements RopeScaling {
    public Llama3 {
      requireFactor(factor);
      if (!(lowFrequencyFactor > 0 && lowFrequencyFactor < highFrequencyFactor)
          || Double.isInfinite(highFrequencyFactor)) {
        throw new IllegalArgumentException(
            "need 0 < low_freq_factor < high_freq_factor, was %s and %s"
                .formatted(lowFrequencyFactor, highFrequencyFactor));
      }
      if (originalPositions < 1) {
        throw new IllegalArgumentException(
            "original_max_position_embeddings must be 1 or more, was " + originalPositions);
      }
    }
  }

  private static void requireFactor(double factor) {
    if (!(factor >= 1 && factor <= 1e6)) {
      throw new IllegalArgumentException("factor must be in [1, 1000000], was " + factor);
    }
  }
}
