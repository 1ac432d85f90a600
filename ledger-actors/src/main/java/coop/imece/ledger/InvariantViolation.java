package coop.imece.ledger;

/**
 * The ledger's numbers contradict each other, or an entry is not what the rules lead to. Says which
 * invariant; nothing may be served after it.
 */
public final class InvariantViolation extends RuntimeException {
  public InvariantViolation(String message) {
    super(message);
  }

  public InvariantViolation(String message, Throwable cause) {
    super(message, cause);
  }
}
