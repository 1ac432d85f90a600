package coop.imece.ledger;

import coop.imece.core.Flops;
import coop.imece.core.LayerRange;
import coop.imece.core.ModelShape;
import java.math.BigInteger;

/**
 * {@link Flops} of one model, its constants computed once and the rest in 64 bits where they
 * suffice: an audit asks for millions.
 */
final class SliceWork {
  private final ModelShape shape;
  private final BigInteger layer;
  private final BigInteger head;

  SliceWork(ModelShape shape) {
    this.shape = shape;
    this.layer = Flops.layer(shape);
    this.head = Flops.head(shape);
  }

  /** The samplings {@code [start, end)} after a prompt. */
  BigInteger output(LayerRange layers, int promptTokens, int start, int end) {
    var first = promptTokens - 1L;
    try {
      var work = positions(layers, first + start, first + end);
      return BigInteger.valueOf(
          shape.endsIn(layers)
              ? Math.addExact(work, Math.multiplyExact(head.longValueExact(), end - start))
              : work);
    } catch (ArithmeticException e) {
      var work = Flops.positions(shape, layers, first + start, first + end);
      return shape.endsIn(layers) ? work.add(head.multiply(BigInteger.valueOf(end - start))) : work;
    }
  }

  /** The prompt's positions that sample nothing. */
  BigInteger prompt(LayerRange layers, int promptTokens) {
    try {
      return BigInteger.valueOf(positions(layers, 0, promptTokens - 1L));
    } catch (ArithmeticException e) {
      return Flops.prompt(shape, layers, promptTokens);
    }
  }

  /**
   * @throws ArithmeticException when 64 bits do not suffice
   */
  private long positions(LayerRange layers, long start, long end) {
    var products = Math.multiplyExact(layer.longValueExact(), end - start);
    var attention =
        Math.multiplyExact(4L * shape.queryWidth(), attendedUntil(end) - attendedUntil(start));
    return Math.multiplyExact(Math.addExact(products, attention), layers.count());
  }

  /** The sum of {@code min(p + 1, window)} over the positions before {@code end}, below 2^31. */
  private long attendedUntil(long end) {
    var window = shape.window() == 0 ? end : Math.min(end, shape.window());
    return window * (window + 1) / 2 + window * (end - window);
  }
}
