package coop.imece.shard.decoder;

import java.util.Arrays;

/** One score for each token of the vocabulary, with value equality. */
public final class Logits {
  private final float[] scores;

  private Logits(float[] scores) {
    this.scores = scores;
  }

  /** Takes the array over without a copy. */
  public static Logits own(float[] scores) {
    return new Logits(scores);
  }

  public int vocabulary() {
    return scores.length;
  }

  public float get(int token) {
    return scores[token];
  }

  /** The array itself, for reading only. */
  public float[] array() {
    return scores;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Logits logits && Arrays.equals(scores, logits.scores);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(scores);
  }

  @Override
  public String toString() {
    return scores.length + " logits";
  }
}
