package coop.imece.shard.eager;

import ai.djl.ndarray.NDArray;

/** The operations that attention, feed-forward and head share. */
final class EagerMath {
  private EagerMath() {}

  /** {@code x W^T}: {@code (..., in)} and {@code (out, in)} to {@code (..., out)}. */
  static NDArray linear(NDArray x, NDArray weight) {
    return linear(x, weight, null);
  }

  /** {@code x W^T + b}, the bias {@code (out)} left out where it is null. */
  static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return x.getNDArrayInternal().linear(x, weight, bias).singletonOrThrow();
  }

  /** Root mean square normalization over the last axis (Zhang and Sennrich 2019). */
  static NDArray rmsNorm(NDArray x, NDArray weight, double epsilon) {
    var meanSquare = x.mul(x).mean(new int[] {-1}, true);
    return x.div(meanSquare.add(epsilon).sqrt()).mul(weight);
  }

  /** {@code x sigmoid(x)}. */
  static NDArray silu(NDArray x) {
    return x.mul(x.getNDArrayInternal().sigmoid());
  }
}
