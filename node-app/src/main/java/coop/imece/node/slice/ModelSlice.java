package coop.imece.node.slice;

import coop.imece.core.LayerRange;
import coop.imece.shard.decoder.Slice;

/** A slice that is loaded, and the model that it is of. */
public record ModelSlice(String model, Slice slice) {
  public LayerRange layers() {
    return slice.layers();
  }

  boolean is(String otherModel, LayerRange layers) {
    return model.equals(otherModel) && layers().equals(layers);
  }
}
