package coop.imece.shard.weights;

import java.util.List;

/**
 * One product of the decoder as the folder holds it.
 *
 * @param key names it within the model, for example {@code "3.qkv"}
 * @param parts matrices of equal width whose results stand side by side
 * @param bias vectors for the parts, or none
 * @param norm the RMS norm of its input, or none
 */
public record LinearSpec(String key, List<Extent> parts, List<Extent> bias, List<Extent> norm) {
  public LinearSpec {
    parts = List.copyOf(parts);
    bias = List.copyOf(bias);
    norm = List.copyOf(norm);
  }

  static final String HEAD = "head";

  /** Whether it gives the logits. */
  public boolean isHead() {
    return key.equals(HEAD);
  }

  /** Width of the result. */
  public int rows() {
    return parts.stream().mapToInt(Extent::rows).sum();
  }

  /** Width of the input. */
  public int columns() {
    return parts.get(0).columns();
  }
}
