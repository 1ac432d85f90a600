package coop.imece.node.actor;

import coop.imece.core.LayerRange;
import coop.imece.node.slice.ModelSlice;

/** What a node is to serve. */
record Wanted(String model, LayerRange layers) {
  static Wanted of(ModelSlice held) {
    return new Wanted(held.model(), held.layers());
  }
}
