package coop.imece.ledger.actor;

/** Marks what gateways and the ledger send each other as CBOR. */
public interface LedgerMessage {}
