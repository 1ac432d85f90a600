package coop.imece.gateway.bench.pipeline.actor;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.gateway.bench.pipeline.SessionTrace;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

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

  /**
   * Waits for the first token.
   *
   * @throws CommandFailure saying why there is none
   */
  public void awaitFirst() {
    await(begun);
  }

  /**
   * Waits for the last token.
   *
   * @throws CommandFailure saying why there is none
   */
  public SessionTrace await() {
    return await(trace);
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw new CommandFailure(ExitCode.FAILED, e.getCause().getMessage());
    }
  }

  /** Ends it without an answer; does nothing when it has ended. */
  void fail(String reason) {
    var failure = new IllegalStateException("no answer: " + reason);
    begun.completeExceptionally(failure);
    trace.completeExceptionally(failure);
  }
}
