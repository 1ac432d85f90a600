package coop.imece.shard.sampling;

/**
 * Randomness that depends on nothing but its keys, so that a position sampled again, on another
 * node or after a failure, draws the same. The mixing function is SplitMix64's (Steele et al.
 * 2014).
 */
final class KeyedRandom {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private KeyedRandom() {}

  /** Uniform in [0, 1), 53 bits. */
  static double uniform(long seed, int position) {
    return (mix(mix(seed + GOLDEN_GAMMA) + position * GOLDEN_GAMMA) >>> 11) * 0x1.0p-53;
  }

  private static long mix(long z) {
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
