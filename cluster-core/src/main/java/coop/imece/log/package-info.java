/**
 * A verifiable append-only log: canonical JSON entries (RFC 8785), their hash chain and Merkle tree
 * (RFC 6962), proofs and their verifiers (RFC 9162), tiles (tlog-tiles), and signed checkpoints
 * (signed-note). Pure: no actor, no clock, no I/O. It knows nothing of what the entries mean.
 */
package coop.imece.log;
