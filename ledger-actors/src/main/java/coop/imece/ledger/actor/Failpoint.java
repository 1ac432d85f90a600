package coop.imece.ledger.actor;

import java.util.function.Consumer;

/**
 * Moments at which a crash must do no harm. A test that kills the process waits for one of them.
 */
enum Failpoint {
  /** Commands are decided, nothing is written. */
  BEFORE_PERSIST,
  /** Entries are durable, nobody was told. */
  AFTER_PERSIST,
  /** A snapshot is taken and not stored. */
  DURING_SNAPSHOT,
  /** A checkpoint is signed and stored in the database, and not yet beside it. */
  DURING_CHECKPOINT;

  /** What a running ledger does at them: nothing. */
  static final Consumer<Failpoint> IGNORED = failpoint -> {};
}
