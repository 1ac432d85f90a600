/** The tensors of a model folder: their names, and their bytes mapped without a copy. */
package coop.imece.shard.weights;
