package coop.imece.shard.weights;

/**
 * A tensor by name and size.
 *
 * @param rows 0 for a vector
 */
public record TensorShape(String name, int rows, int columns) {
  public long elements() {
    return (long) Math.max(rows, 1) * columns;
  }
}
