package coop.imece.node.device;

/**
 * A graphics card, whether or not anything can compute with it.
 *
 * @param memoryBytes of its own, 0 when it has none or does not say
 */
public record GraphicsCard(String name, long memoryBytes) {
  /** An integrated one takes the machine's memory; firmware sets up to 2 GiB of that apart. */
  private static final long MOST_SET_APART = 2L << 30;

  boolean integrated() {
    return memoryBytes <= MOST_SET_APART;
  }
}
