package coop.imece.gateway.template;

import java.util.stream.IntStream;

/** The indexes {@code first, first + step, ...} of a slice, {@code count} of them. */
record SliceRange(int first, int count, long step) {

  /** As Python: negative bounds count from the end, bounds outside are moved to the border. */
  static SliceRange of(int length, Value start, Value stop, long step) {
    var low = step > 0 ? 0 : -1;
    var high = step > 0 ? length : length - 1;
    var first =
        start instanceof Value.None ? (step > 0 ? low : high) : clamp(start, length, low, high);
    var last =
        stop instanceof Value.None ? (step > 0 ? high : low) : clamp(stop, length, low, high);
    long span = step > 0 ? last - first : first - last;
    var stride = Math.min(Math.abs(step), Integer.MAX_VALUE);
    return new SliceRange(first, span <= 0 ? 0 : (int) ((span + stride - 1) / stride), step);
  }

  private static int clamp(Value bound, int length, int low, int high) {
    var index = Subscripts.bound(bound);
    var fromStart = index < 0 ? index + length : index;
    return (int) Math.max(low, Math.min(high, fromStart));
  }

  IntStream indexes() {
    return IntStream.range(0, count).map(i -> (int) (first + i * step));
  }
}
