package coop.imece.ledger.auth;

import coop.imece.core.Bytes;

/**
 * One message of an authenticated session.
 *
 * @param session names the session, as the ledger chose it
 * @param number 0 for the first frame of its direction, one more for each that follows
 * @param payload what is said
 * @param code HMAC-SHA-256 over session, number and payload
 */
public record Frame(String session, long number, Bytes payload, Bytes code) {
  public Frame {
    if (number < 0) {
      throw new IllegalArgumentException("number must be 0 or more, was " + number);
    }
  }
}
