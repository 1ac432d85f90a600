package coop.imece.shard.training;

import ai.djl.ndarray.NDArray;

/** What one worker found; the gradient, as long as the weights, belongs to their manager. */
record LossAndGradient(float loss, NDArray gradient) {}
