package coop.imece.gateway.template;

/**
 * How much a rendering may do. The defaults are some hundred times what long conversations need.
 *
 * @param steps evaluated nodes, loop rounds and compared or copied elements
 * @param characters of all texts and elements of all lists made on the way, the output included
 * @param depth of nested evaluation, nested macro calls and nested values
 */
record Limits(long steps, long characters, int depth) {
  static final Limits DEFAULT = new Limits(2_000_000, 32_000_000, 400);

  /** Of the source, in characters. */
  static final int SOURCE_CHARACTERS = 262_144;

  /** Of brackets, blocks and operators within each other in the source. */
  static final int SOURCE_DEPTH = 100;

  Limits {
    if (steps < 1 || characters < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "need steps, characters and depth >= 1, were %d, %d, %d"
              .formatted(steps, characters, depth));
    }
  }
}
