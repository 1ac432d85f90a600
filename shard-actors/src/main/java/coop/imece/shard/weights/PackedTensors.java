package coop.imece.shard.weights;

import coop.imece.shard.safetensors.SafetensorsFile;
import java.util.List;

/** Where a packed file holds a product's tensors. */
public record PackedTensors(SafetensorsFile file, PackedFormat format) {
  /** In the order of the packer's results. */
  public List<Extent> of(LinearSpec spec) {
    return format.tensors(spec).stream()
        .map(tensor -> extent(spec.key() + "." + tensor.suffix(), tensor))
        .toList();
  }

  private Extent extent(String name, PackedFormat.Tensor tensor) {
    var info = file.tensors().get(name);
    var start = file.dataStart() + info.start();
    return new Extent(file.path(), tensor.type(), start, tensor.rows(), tensor.columns());
  }
}
