package coop.imece.ledger.actor;

/** The journal does not hold what the ledger signed. Nothing may be served from it. */
final class HistoryDiffers extends RuntimeException {
  HistoryDiffers(String message) {
    super(message);
  }
}
