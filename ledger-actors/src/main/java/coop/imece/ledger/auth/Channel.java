package coop.imece.ledger.auth;

/** One side's ends of an authenticated session. Mutable, of one owner. */
public record Channel(FrameSealer sealer, FrameOpener opener) {}
