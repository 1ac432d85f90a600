package coop.imece.core;

import java.util.ArrayList;
import java.util.List;

/** The decoder layers {@code [start, end)} of a model, 0-based and never empty. */
public record LayerRange(int start, int end) {
  public LayerRange {
    if (start < 0 || start >= end) {
      throw new IllegalArgumentException(
          "need 0 <= start < end, was [%d, %d)".formatted(start, end));
    }
  }

  /** Reads {@code "0..11"}, the command line's form, in which the last layer is named: [0, 12). */
  public static LayerRange parseInclusive(String text) {
    var parts = text.split("\\.\\.", -1);
    try {
      if (parts.length == 2) {
        var first = Integer.parseInt(parts[0]);
        var last = Integer.parseInt(parts[1]);
        return new LayerRange(first, Math.addExact(last, 1));
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // falls through to the one message for every malformed range
    }
    throw new IllegalArgumentException(
        "layers must read FIRST..LAST, for example 0..11, was '%s'".formatted(text));
  }

  public int count() {
    return end - start;
  }

  public boolean contains(int layer) {
    return start <= layer && layer < end;
  }

  public boolean contains(LayerRange other) {
    return start <= other.start && other.end <= end;
  }

  /**
   * Cuts {@code [0, layers)} into {@code parts} ranges whose sizes differ by at most one; the first
   * ranges are the longer ones.
   */
  public static List<LayerRange> split(int layers, int parts) {
    if (parts < 1 || parts > layers) {
      throw new IllegalArgumentException(
          "need 1 <= parts <= layers, was %d parts of %d layers".formatted(parts, layers));
    }
    var ranges = new ArrayList<LayerRange>(parts);
    for (int part = 0, start = 0; part < parts; part++) {
      var end = start + layers / parts + (part < layers % parts ? 1 : 0);
      ranges.add(new LayerRange(start, end));
      start = end;
    }
    return List.copyOf(ranges);
  }

  /**
   * The same where the last range does more: as even as can be with the head counted in. Its part
   * of the layers is the longest with which no range does more than it must.
   *
   * @param headLayers the head's work by that of one layer
   */
  public static List<LayerRange> balanced(int layers, int parts, double headLayers) {
    if (parts == 1) {
      return split(layers, 1);
    }
    var best = split(layers, parts);
    var least = Double.POSITIVE_INFINITY;
    for (var last = layers - parts + 1; last >= 1; last--) {
      var others = split(layers - last, parts - 1);
      var most = Math.max(others.get(0).count(), last + headLayers);
      if (most < least) {
        least = most;
        best = new ArrayList<>(others);
        best.add(new LayerRange(layers - last, layers));
      }
    }
    return List.copyOf(best);
  }

  /** The command line's form, both ends named. */
  @Override
  public String toString() {
    return start + ".." + (end - 1);
  }
}
