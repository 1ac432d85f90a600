package coop.imece.shard.decoder;

import coop.imece.model.ModelConfig;
import coop.imece.model.RopeScaling;

/**
 * The rotary embedding (Su et al., 2021): the angle of pair j at position p is {@code p *
 * frequency(j)}.
 */
final class RotaryFrequencies {
  private RotaryFrequencies() {}

  /** Radians per position, of the {@code headSize / 2} pairs. */
  static double[] of(ModelConfig config) {
    var size = config.shape().headSize();
    var frequencies = new double[size / 2];
    for (int j = 0; j < frequencies.length; j++) {
      frequencies[j] = scaled(Math.pow(config.ropeTheta(), -2.0 * j / size), config.ropeScaling());
    }
    return frequencies;
  }

  private static double scaled(double frequency, RopeScaling scaling) {
    if (scaling instanceof RopeScaling.Default) {
      return frequency;
    }
    if (scaling instanceof RopeScaling.Linear linear) {
      return frequency / linear.factor();
    }
    if (scaling instanceof RopeScaling.Llama3 llama3) {
      return llama3(frequency, llama3);
    }
    throw new IllegalStateException("unknown scaling " + scaling);
  }

  private static double llama3(double frequency, RopeScaling.Llama3 scaling) {
    var turns = scaling.originalPositions() * frequency / (2 * Math.PI);
    var low = scaling.lowFrequencyFactor();
    var high = scaling.highFrequencyFactor();
    var kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
    return (1 - kept) * frequency / scaling.factor() + kept * frequency;
  }
}
