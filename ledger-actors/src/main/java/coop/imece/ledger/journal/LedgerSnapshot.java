package coop.imece.ledger.journal;

import coop.imece.core.Bytes;

/** A ledger's state at one size, encoded: what is stored of it. */
public record LedgerSnapshot(Bytes state) {}
