package coop.imece.core;

/**
 * What FLOPs and memory are computed from. Sizes are counts of elements.
 *
 * @param layers decoder layers
 * @param hidden width of the residual stream, {@code d}
 * @param heads query heads
 * @param kvHeads key-value heads; divides {@code heads}
 * @param headSize elements of one head
 * @param feedForward inner width of the feed-forward part, of one expert where there are experts
 * @param vocabulary rows of the embedding
 * @param window sliding attention window in positions, 0 when attention is not windowed
 * @param experts experts per layer, 0 for a dense feed-forward
 * @param expertsPerToken experts that each position visits, 0 for a dense feed-forward
 */
public record ModelShape(
    int layers,
    int hidden,
    int heads,
    int kvHeads,
    int headSize,
    int feedForward,
    int vocabulary,
    int window,
    int experts,
    int expertsPerToken) {

  public ModelShape {
    positive("layers", layers);
    positive("hidden", hidden);
    positive("heads", heads);
    positive("kvHeads", kvHeads);
    positive("headSize", headSize);
    positive("feedForward", feedForward);
    positive("vocabulary", vocabulary);
    if (heads % kvHeads != 0) {
      throw new IllegalArgumentException(
          "kvHeads must divide heads, was %d heads and %d kvHeads".formatted(heads, kvHeads));
    }
    if (window < 0) {
      throw new IllegalArgumentException("window must be 0 or more, was " + window);
    }
    if (experts < 0 || expertsPerToken < 0 || expertsPerToken > experts) {
      throw new IllegalArgumentException(
          "need 0 <= expertsPerToken <= experts, was %d of %d".formatted(expertsPerToken, experts));
    }
    if ((experts == 0) != (expertsPerToken == 0)) {
      throw new IllegalArgumentException(
          "experts and expertsPerToken are both 0 or both positive, was %d and %d"
              .formatted(experts, expertsPerToken));
    }
  }

  /** A dense model without a window. */
  public static ModelShape dense(
      int layers,
      int hidden,
      int heads,
      int kvHeads,
      int headSize,
      int feedForward,
      int vocabulary) {
    return new ModelShape(
        layers, hidden, heads, kvHeads, headSize, feedForward, vocabulary, 0, 0, 0);
  }

  /** Width of all query heads together, {@code dq}. */
  public int queryWidth() {
    return Math.multiplyExact(heads, headSize);
  }

  /** Width of all key (or value) heads together, {@code dkv}. */
  public int kvWidth() {
    return Math.multiplyExact(kvHeads, headSize);
  }

  public LayerRange allLayers() {
    return new LayerRange(0, layers);
  }

  /** Whether a slice is the one that ends in the head and samples. */
  public boolean endsIn(LayerRange slice) {
    return slice.end() == layers;
  }

  private static void positive(String field, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(field + " must be 1 or more, was " + value);
    }
  }
}
