/** What the ledger manages on this machine. */
package coop.imece.gateway.bench;
