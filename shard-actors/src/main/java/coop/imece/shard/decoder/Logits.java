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

  /** The token of the largest; of equal ones the smallest id. */
  public SliceOutput.Largest largest() {
    var best = 0;
    for (var token = 0; token < scores.length; token++) {
      if (Float.isNaN(scores[token])) {
        return new SliceOutput.Largest(token, scores[token]);
      } else if (scores[token] > scores[best]) {
        best = token;
      }
    }
    return new SliceOutput.Largest(best, scores[best]);
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
