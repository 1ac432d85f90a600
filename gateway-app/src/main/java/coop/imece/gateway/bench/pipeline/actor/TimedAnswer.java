package coop.imece.gateway.bench.pipeline.actor;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.gateway.bench.pipeline.SessionTrace;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An answer that is being made.
 *
 * @param watch throws when it can't come any more; looked at again and again by who waits
 * @param begun done when the first token is there
 * @param trace when every token came
 */
public record TimedAnswer(
    Runnable watch, CompletableFuture<Void> begun, CompletableFuture<SessionTrace> trace) {
  private static final long LOOK_MILLIS = 100;

  public TimedAnswer(Runnable watch) {
    this(watch, new CompletableFuture<>(), new CompletableFuture<>());
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

  private <T> T await(CompletableFuture<T> future) {
    while (true) {
      try {
        return future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        watch.run();
      } catch (ExecutionException e) {
        throw new CommandFailure(ExitCode.FAILED, e.getCause().getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure(ExitCode.FAILED, "stopped before there was an answer");
      }
    }
  }

  /** Ends it without an answer; does nothing when it has ended. */
  void fail(String reason) {
    var failure = new IllegalStateException("no answer: " + reason);
    begun.completeExceptionally(failure);
    trace.completeExceptionally(failure);
  }
}
