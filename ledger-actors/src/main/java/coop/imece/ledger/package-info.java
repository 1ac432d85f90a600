/**
 * Accounts and rules of the ledger, pure: {@link coop.imece.ledger.Rules} decides a command against
 * the state, {@link coop.imece.ledger.Evolution} applies what was decided, {@link
 * coop.imece.ledger.Ledger} ties both to the log, and {@link coop.imece.ledger.LedgerAudit}
 * recomputes all of it from the entries' bytes. No actor, no clock, no I/O.
 */
package coop.imece.ledger;
