package coop.imece.ledger.actor;

/**
 * What a gateway asks of the ledger.
 *
 * @param id the gateway's own number for it, repeated in the answer
 */
record Asked(long id, Question question) {}
