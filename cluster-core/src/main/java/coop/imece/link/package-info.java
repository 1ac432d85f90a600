/**
 * A way for decode steps and sampled tokens beside the cluster's own wire: sockets between
 * processes, with a thread at each end and nothing in between. Whatever is lost here is asked for
 * again there.
 */
package coop.imece.link;
