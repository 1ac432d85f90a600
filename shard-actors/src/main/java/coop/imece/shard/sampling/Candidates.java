package coop.imece.shard.sampling;

import java.util.Arrays;

/**
 * The tokens that may be drawn, with unnormalised probabilities. The vocabulary is never sorted:
 * only the few candidates that a cut leaves are.
 */
final class Candidates {
  /**
   * Weight bits in the high half, the token's complement in the low: sorts by weight, then token.
   */
  private final long[] packed;

  private final int size;

  private Candidates(long[] packed, int size) {
    this.packed = packed;
    this.size = size;
  }

  /** All tokens, weight exp((logit - largest) / temperature). */
  static Candidates of(float[] logits, double temperature) {
    var largest = Float.NEGATIVE_INFINITY;
    for (var logit : logits) {
      largest = Math.max(largest, logit);
    }
    var packed = new long[logits.length];
    var size = 0;
    for (var token = 0; token < logits.length; token++) {
      var weight = (float) Math.exp((logits[token] - largest) / temperature);
      if (weight > 0) {
        packed[size++] = (long) Float.floatToIntBits(weight) << 32 | 0xFFFF_FFFFL - token;
      }
    }
    if (size == 0) {
      throw new IllegalStateException("no logit is a number, the largest is " + largest);
    }
    return new Candidates(packed, size);
  }

  /** The k of largest weight; of equal ones those with the smaller id. 0 keeps all. */
  Candidates topK(int k) {
    if (k == 0 || k >= size) {
      return this;
    }
    var threshold = select(packed, size, size - k);
    var kept = new long[k];
    var count = 0;
    for (var i = 0; i < size; i++) {
      if (packed[i] >= threshold) {
        kept[count++] = packed[i];
      }
    }
    return new Candidates(kept, count);
  }

  /**
   * The smallest set of largest weights that reaches the share {@code p} of the whole. Tokens below
   * (1-p)/size of the whole can't be in it: together they weigh less than what may be left out.
   */
  Candidates topP(double p) {
    if (p >= 1) {
      return this;
    }
    var total = total();
    var negligible = (1 - p) * total / size;
    var kept = Arrays.stream(packed, 0, size).filter(c -> weight(c) >= negligible).toArray();
    Arrays.sort(kept);
    var sum = 0.0;
    var from = kept.length;
    while (from > 0 && sum < p * total) {
      sum += weight(kept[--from]);
    }
    return new Candidates(Arrays.copyOfRange(kept, from, kept.length), kept.length - from);
  }

  /**
   * @param uniform in [0, 1)
   */
  int draw(double uniform) {
    var left = uniform * total();
    for (var i = 0; i < size; i++) {
      left -= weight(packed[i]);
      if (left < 0) {
        return token(packed[i]);
      }
    }
    return token(packed[size - 1]);
  }

  int size() {
    return size;
  }

  private double total() {
    var sum = 0.0;
    for (var i = 0; i < size; i++) {
      sum += weight(packed[i]);
    }
    return sum;
  }

  private static float weight(long candidate) {
    return Float.intBitsToFloat((int) (candidate >>> 32));
  }

  private static int token(long candidate) {
    return (int) (0xFFFF_FFFFL - (candidate & 0xFFFF_FFFFL));
  }

  /**
   * The value of rank {@code rank} (0 is the smallest) among the first {@code size}; Hoare 1961.
   */
  private static long select(long[] values, int size, int rank) {
    var work = Arrays.copyOf(values, size);
    var low = 0;
    var high = size - 1;
    while (low < high) {
      var pivot = work[(low + high) >>> 1];
      var i = low;
      var j = high;
      while (i <= j) {
        while (work[i] < pivot) {
          i++;
        }
        while (work[j] > pivot) {
          j--;
        }
        if (i <= j) {
          var swapped = work[i];
          work[i++] = work[j];
          work[j--] = swapped;
        }
      }
      if (rank <= j) {
        high = j;
      } else if (rank >= i) {
        low = i;
      } else {
        return work[rank];
      }
    }
    return work[low];
  }
}
