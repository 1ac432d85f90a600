package coop.imece.core;

import java.math.BigInteger;
import java.util.List;

/**
 * Floating-point operations of a decoder, a multiply-add counted as two; norms, rotary embedding
 * and softmax are not counted. Exact: every sum is a {@link BigInteger}.
 *
 * <p>Of a prompt of P tokens and N samplings, the positions {@code [0, P-1)} are prompt work and
 * {@code [P-1, P-1+N)} are output work: each of those samples one token.
 */
public final class Flops {
  private Flops() {}

  /** The products of one layer at one position, attention over past positions left out. */
  public static BigInteger layer(ModelShape shape) {
    var d = BigInteger.valueOf(shape.hidden());
    var projections =
        times(d, 2L * shape.queryWidth()).add(times(d, 2L * shape.kvWidth())).shiftLeft(1);
    var feedForward = times(d, 6L * shape.feedForward());
    if (shape.experts() == 0) {
      return projections.add(feedForward);
    }
    return projections
        .add(times(feedForward, shape.expertsPerToken()))
        .add(times(d, 2L * shape.experts()));
  }

  /** The head's product for one position whose logits are sampled. */
  public static BigInteger head(ModelShape shape) {
    return times(BigInteger.valueOf(2L * shape.hidden()), shape.vocabulary());
  }

  /**
   * Cuts a model so that each part has the same work at a decode step, as far as layers allow it.
   */
  public static List<LayerRange> balanced(ModelShape shape, int parts) {
    var headLayers = head(shape).doubleValue() / layer(shape).doubleValue();
    return LayerRange.balanced(shape.layers(), parts, headLayers);
  }

  /** The work of a slice that samples {@code outputTokens} tokens after a prompt. */
  public static BigInteger output(
      ModelShape shape, LayerRange slice, long promptTokens, long outputTokens) {
    requireCounts(promptTokens, outputTokens);
    var first = promptTokens - 1;
    var work = positions(shape, slice, first, first + outputTokens);
    return shape.endsIn(slice) ? work.add(times(head(shape), outputTokens)) : work;
  }

  /** The work of a slice on the prompt's positions that sample nothing. */
  public static BigInteger prompt(ModelShape shape, LayerRange slice, long promptTokens) {
    requireCounts(promptTokens, 0);
    return positions(shape, slice, 0, promptTokens - 1);
  }

  /** The layers' work at the positions {@code [start, end)}, without the head. */
  public static BigInteger positions(ModelShape shape, LayerRange slice, long start, long end) {
    if (slice.end() > shape.layers()) {
      throw new IllegalArgumentException(
          "slice %s is outside the model's %d layers".formatted(slice, shape.layers()));
    }
    var perLayer =
        times(layer(shape), end - start)
            .add(times(BigInteger.valueOf(4L * shape.queryWidth()), attended(shape, start, end)));
    return times(perLayer, slice.count());
  }

  /** The sum of {@code min(p + 1, window)} over the positions p in {@code [start, end)}. */
  private static BigInteger attended(ModelShape shape, long start, long end) {
    if (shape.window() == 0) {
      return triangle(end).subtract(triangle(start));
    }
    var window = (long) shape.window();
    var growingStart = Math.min(start, window);
    var growingEnd = Math.min(end, window);
    var flat = (end - growingEnd) - (start - growingStart);
    return triangle(growingEnd)
        .subtract(triangle(growingStart))
        .add(times(BigInteger.valueOf(window), flat));
  }

  /** 1 + 2 + ... + n. */
  private static BigInteger triangle(long n) {
    return times(BigInteger.valueOf(n), n + 1).shiftRight(1);
  }

  private static BigInteger times(BigInteger a, long b) {
    return a.multiply(BigInteger.valueOf(b));
  }

  private static BigInteger times(BigInteger a, BigInteger b) {
    return a.multiply(b);
  }

  private static void requireCounts(long promptTokens, long outputTokens) {
    if (promptTokens < 1 || outputTokens < 0) {
      throw new IllegalArgumentException(
          "need promptTokens >= 1 and outputTokens >= 0, was %d and %d"
              .formatted(promptTokens, outputTokens));
    }
  }
}
