package coop.imece.shard.eager;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import coop.imece.model.ModelConfig;

/**
 * Rotary position embedding (Su et al. 2021) in the half-split layout of Hugging Face weights:
 * element {@code i} of a head is rotated together with element {@code i + size/2}.
 *
 * @param cos {@code (positions, head size)}
 * @param sin {@code (positions, head size)}
 */
public record RotaryEmbedding(NDArray cos, NDArray sin) {

  /** The tables for positions from 0 on. */
  public static RotaryEmbedding of(NDManager manager, ModelConfig config, int positions) {
    var frequencies = RotaryFrequencies.of(config);
    var half = frequencies.length;
    var cos = new float[positions * 2 * half];
    var sin = new float[positions * 2 * half];
    for (var p = 0; p < positions; p++) {
      for (var i = 0; i < 2 * half; i++) {
        var angle = p * frequencies[i % half];
        cos[p * 2 * half + i] = (float) Math.cos(angle);
        sin[p * 2 * half + i] = (float) Math.sin(angle);
      }
    }
    var shape = new Shape(positions, 2L * half);
    return new RotaryEmbedding(manager.create(cos, shape), manager.create(sin, shape));
  }

  /** Rotates {@code (..., positions, head size)}. */
  NDArray rotate(NDArray x) {
    var halves = x.split(2, x.getShape().dimension() - 1);
    var turned = NDArrays.concat(new NDList(halves.get(1).neg(), halves.get(0)), -1);
    return x.mul(cos).add(turned.mul(sin));
  }
}
