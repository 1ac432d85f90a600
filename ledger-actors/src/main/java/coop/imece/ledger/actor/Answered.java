package coop.imece.ledger.actor;

/** The answer to the {@link Asked} of the same id. */
record Answered(long id, Reply reply) {}
