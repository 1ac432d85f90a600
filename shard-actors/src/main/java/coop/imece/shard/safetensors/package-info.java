/** The safetensors format: a JSON header that is checked in full, then the tensors' bytes. */
package coop.imece.shard.safetensors;
