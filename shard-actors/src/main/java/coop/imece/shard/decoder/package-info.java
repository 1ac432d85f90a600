/**
 * The decoder: a loaded slice, its KV caches, and one engine call per step for a whole batch. The
 * forward pass itself is TorchScript and stands in the resources beside these classes: {@code
 * slice.py}, {@code layer.py}, {@code linear_*.py}.
 */
package coop.imece.shard.decoder;
