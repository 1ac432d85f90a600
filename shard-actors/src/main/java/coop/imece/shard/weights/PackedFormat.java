package coop.imece.shard.weights;

import coop.imece.shard.safetensors.StoredType;
import java.util.List;
import java.util.Locale;

/** How a precision stores a matrix {@code (out, in)}: the packer's method and its results. */
public enum PackedFormat {
  /** {@code q} int8 as the matrix, {@code scale} fp32 per output: w = q * scale. */
  INT8 {
    @Override
    List<Tensor> tensors(int rows, int columns) {
      return List.of(
          new Tensor("q", StoredType.I8, rows, columns),
          new Tensor("scale", StoredType.F32, 0, rows));
    }
  };

  /** One result of the packer; {@code rows} is 0 for a vector. */
  record Tensor(String suffix, StoredType type, int rows, int columns) {
    List<Long> shape() {
      return rows == 0 ? List.of((long) columns) : List.of((long) rows, (long) columns);
    }
  }

  /** The packer's results for a matrix, in their order. */
  abstract List<Tensor> tensors(int rows, int columns);

  /** The packer's method. */
  String method() {
    return name().toLowerCase(Locale.ROOT);
  }
}
