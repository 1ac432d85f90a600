package coop.imece.shard.eager;

import coop.imece.model.ModelConfig;
import coop.imece.model.RopeScaling;

/** Radians per position of every rotated pair, after the scaling for long contexts. */
final class RotaryFrequencies {
  private RotaryFrequencies() {}

  /** Half a head of frequencies, from the fastest to the slowest. */
  static double[] of(ModelConfig config) {
    var size = config.shape().headSize();
    var frequencies = new double[size / 2];
    for (var i = 0; i < frequencies.length; i++) {
      var plain = Math.pow(config.ropeTheta(), -2.0 * i / size);
      frequencies[i] = scaled(config.ropeScaling(), plain);
    }
    return frequencies;
  }

  private static double scaled(RopeScaling scaling, double frequency) {
    if (scaling instanceof RopeScaling.Default) {
      return frequency;
    }
    if (scaling instanceof RopeScaling.Linear linear) {
      return frequency / linear.factor();
    }
    if (scaling instanceof RopeScaling.Llama3 llama3) {
      return llama3(llama3, frequency);
    }
    throw new IllegalStateException("no such rope scaling: " + scaling);
  }

  /** Llama 3.1: fast frequencies stay, slow ones are divided, those between are blended. */
  private static double llama3(RopeScaling.Llama3 scaling, double frequency) {
    var turns = scaling.originalPositions() * frequency / (2 * Math.PI);
    if (turns < scaling.lowFrequencyFactor()) {
      return frequency / scaling.factor();
    }
    if (turns > scaling.highFrequencyFactor()) {
      return frequency;
    }
    var kept =
        (turns - scaling.lowFrequencyFactor())
            / (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
    return (1 - kept) * frequency / scaling.factor() + kept * frequency;
  }
}
