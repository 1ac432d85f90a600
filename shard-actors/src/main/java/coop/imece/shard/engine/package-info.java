/** PyTorch, started in one place, and the TorchScript programs that run on it. */
package coop.imece.shard.engine;
