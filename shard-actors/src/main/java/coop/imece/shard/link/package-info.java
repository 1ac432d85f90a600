/**
 * A way for decode steps beside the cluster's own wire: sockets between the processes of stages,
 * with a thread at each end and nothing in between. Whatever is lost here is asked for again there.
 */
package coop.imece.shard.link;
