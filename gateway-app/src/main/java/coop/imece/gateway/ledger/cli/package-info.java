/** {@code imece ledger}: what an auditor does with a ledger, from wherever it is published. */
package coop.imece.gateway.ledger.cli;
