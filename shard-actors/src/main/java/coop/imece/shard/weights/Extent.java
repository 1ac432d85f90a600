package coop.imece.shard.weights;

import coop.imece.shard.safetensors.StoredType;
import java.nio.file.Path;

/**
 * Where a tensor's elements stand in a file: row after row.
 *
 * @param start file offset of its first byte
 * @param rows 0 for a vector
 */
public record Extent(Path file, StoredType type, long start, int rows, int columns) {
  public long elements() {
    return (long) Math.max(rows, 1) * columns;
  }

  public long bytes() {
    return elements() * type.bits() / 8;
  }

  /** A vector as a matrix of one row. */
  Extent asRow() {
    return new Extent(file, type, start, 1, columns);
  }

  boolean follows(Extent before) {
    return file.equals(before.file)
        && type == before.type
        && columns == before.columns
        && start == before.start + before.bytes();
  }

  /** This and the one that follows it, as one matrix. */
  Extent with(Extent next) {
    return new Extent(file, type, start, rows + next.rows, columns);
  }
}
