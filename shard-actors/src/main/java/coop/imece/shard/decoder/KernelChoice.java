package coop.imece.shard.decoder;

import java.util.List;

/**
 * Which kind of products is taken, given how fast each is. Kinds of one precision round
 * differently, and a model whose nodes or starts differ in kind answers differently. So the first
 * kind is left only for one that is faster by more than measuring ever errs.
 */
final class KernelChoice {
  /** A kind must take less than this part of the time of the one that it replaces. */
  private static final double CLEARLY = 0.75;

  /**
   * Matrices with fewer weights than this lie in the caches, where a product takes microseconds:
   * for them nothing is gained, and noise would choose.
   */
  static final long LEAST_WEIGHTS = 1 << 20;

  /** How long a kind takes for one product of {@code weights} weights. */
  record Timed(Products products, long weights, double micros) {}

  private KernelChoice() {}

  /**
   * @param exact kinds that compute exactly, the one that is usually fastest first; not empty
   */
  static Products of(List<Timed> exact) {
    var chosen = exact.get(0);
    for (var other : exact.subList(1, exact.size())) {
      if (other.weights() >= LEAST_WEIGHTS && other.micros() < CLEARLY * chosen.micros()) {
        chosen = other;
      }
    }
    return chosen.products();
  }
}
