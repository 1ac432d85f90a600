/**
 * What a node does before it is ready, so that its first sessions are as fast as the later ones.
 */
package coop.imece.shard.warmup;
