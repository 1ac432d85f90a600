package coop.imece.ledger.auth;

/** Which way a frame goes; each way has a key of its own, so that no frame can be sent back. */
enum Direction {
  TO_LEDGER,
  TO_GATEWAY
}
