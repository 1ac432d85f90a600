package coop.imece.ledger.actor;

import coop.imece.ledger.InvariantViolation;
import coop.imece.log.MalformedException;
import java.io.NotSerializableException;
import java.util.Optional;

/** Tells a journal that can't be reached, which is waited for, from one that is wrong. */
final class BrokenHistory {
  private static final int MAX_CAUSES = 20;

  private BrokenHistory() {}

  /** What is wrong with the history; empty when the failure is another. */
  static Optional<String> reason(Throwable failure) {
    var cause = failure;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof HistoryDiffers
          || cause instanceof InvariantViolation
          || cause instanceof MalformedException
          || cause instanceof NotSerializableException) {
        return Optional.of(cause.getMessage());
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}
