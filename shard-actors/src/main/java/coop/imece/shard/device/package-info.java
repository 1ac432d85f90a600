/** Measures what this machine's PyTorch can do, for the hardware multiplier. */
package coop.imece.shard.device;
