/** What this machine manages: the ledger, a pipeline, and the decisions of a scheduler. */
package coop.imece.gateway.bench;
