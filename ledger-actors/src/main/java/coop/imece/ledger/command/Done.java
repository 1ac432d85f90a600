package coop.imece.ledger.command;

import coop.imece.core.Gft;

/**
 * The answer to a command that is in the ledger.
 *
 * @param seq index of its entry
 * @param kind the entry's kind; a settle of a hold that was voided is answered by {@code void}
 * @param amount what was held, charged, released, issued, matured, forfeited, refunded or expired
 */
public record Done(long seq, String kind, Gft amount) {}
