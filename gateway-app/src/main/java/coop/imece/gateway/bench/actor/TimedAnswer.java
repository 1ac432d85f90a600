package coop.imece.gateway.bench.actor;

import coop.imece.gateway.bench.SessionTrace;
import java.util.concurrent.CompletableFuture;

/**
 * An answer that is being made.
 *
 * @param begun done when the first token is there
 * @param trace when every token came
 */
public record TimedAnswer(CompletableFuture<Void> begun, CompletableFuture<SessionTrace> trace) {
  public TimedAnswer() {
    this(new CompletableFuture<>(), new CompletableFuture<>());
  }

  /** Ends it without an answer; does nothing when it has ended. */
  void fail(String reason) {
    var failure = new IllegalStateException(reason);
    begun.completeExceptionally(failure);
    trace.completeExceptionally(failure);
  }
}
