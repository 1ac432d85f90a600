package coop.imece.shard.weights;

import coop.imece.shard.safetensors.StoredType;
import java.util.List;
import java.util.Locale;

/** How a precision stores a matrix {@code (out, in)}: the packer's method and its results. */
public enum PackedFormat {
  /** {@code q} int8 as the matrix, {@code scale} fp32 per output: w = q * scale. */
  INT8 {
    @Override
    List<Tensor> tensors(LinearSpec spec) {
      return List.of(
          new Tensor("q", StoredType.I8, spec.rows(), spec.columns()),
          new Tensor("scale", StoredType.F32, 0, spec.rows()));
    }
  },
  /**
   * {@code q} two to a byte in the kernel's order, {@code scale} bf16 pairs for each 32 inputs. A
   * head's outputs are padded with zeros to a multiple of 16.
   */
  INT4 {
    @Override
    List<Tensor> tensors(LinearSpec spec) {
      var padded = (spec.rows() + OUTPUTS - 1) / OUTPUTS * OUTPUTS;
      if (spec.columns() % GROUP != 0 || padded != spec.rows() && !spec.isHead()) {
        throw new IllegalArgumentException(
            "int4 needs inputs that are multiples of %d wide and outputs of %d, %s has %d and %d"
                .formatted(GROUP, OUTPUTS, spec.key(), spec.columns(), spec.rows()));
      }
      return List.of(
          new Tensor("q", StoredType.U8, padded, spec.columns() / 2),
          new Tensor("scale", StoredType.BF16, spec.columns() / GROUP, 2 * padded));
    }
  };

  private static final int GROUP = 32;
  private static final int OUTPUTS = 16;

  /** One result of the packer; {@code rows} is 0 for a vector. */
  record Tensor(String suffix, StoredType type, int rows, int columns) {
    List<Long> shape() {
      return rows == 0 ? List.of((long) columns) : List.of((long) rows, (long) columns);
    }
  }

  /** The packer's results for a product, in their order. */
  abstract List<Tensor> tensors(LinearSpec spec);

  /** The packer's method. */
  String method() {
    return name().toLowerCase(Locale.ROOT);
  }
}
