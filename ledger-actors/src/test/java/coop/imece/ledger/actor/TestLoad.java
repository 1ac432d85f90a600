package coop.imece.ledger.actor;

import coop.imece.ledger.Workload;
import coop.imece.ledger.command.LedgerCommand;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Callers that hold and settle one request after another, and remember what they were told. One
 * that meets a ledger that does not serve gives up.
 */
final class TestLoad {
  private final LedgerClient client;
  private final Workload workload;
  private final Semaphore replies = new Semaphore(0);
  private final Semaphore refusals = new Semaphore(0);
  private final List<CompletionStage<Void>> callers = new java.util.ArrayList<>();
  private volatile boolean stopping;

  /** What was recorded, by command. */
  final Map<LedgerCommand, Reply.Recorded> recorded = new ConcurrentHashMap<>();

  /** All other replies. */
  final ConcurrentLinkedQueue<Reply> others = new ConcurrentLinkedQueue<>();

  TestLoad(LedgerClient client, Workload workload) {
    this.client = client;
    this.workload = workload;
  }

  TestLoad start(int count) {
    for (int i = 0; i < count; i++) {
      callers.add(call());
    }
    return this;
  }

  /** Waits until so many more commands were recorded. */
  void awaitRecorded(int count) throws InterruptedException {
    if (!replies.tryAcquire(count, 60, TimeUnit.SECONDS)) {
      throw new AssertionError(
          "%d more recorded, need %d; others: %s"
              .formatted(replies.availablePermits(), count, others.stream().limit(3).toList()));
    }
  }

  /** Waits until so many replies were others. */
  void awaitOthers(int count) throws InterruptedException {
    if (!refusals.tryAcquire(count, 120, TimeUnit.SECONDS)) {
      throw new AssertionError(
          "%d other replies, need %d: %s"
              .formatted(others.size(), count, others.stream().limit(3).toList()));
    }
  }

  /** Forgets what was recorded so far, for {@link #awaitRecorded}. */
  void drainRecorded() {
    replies.drainPermits();
  }

  /** No request begins any more; those begun end. */
  void stop() {
    stopping = true;
    callers.forEach(caller -> caller.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join());
  }

  private CompletionStage<Void> call() {
    if (stopping) {
      return CompletableFuture.completedFuture(null);
    }
    var request = next();
    return ask(request.hold())
        .thenCompose(
            held ->
                held instanceof Reply.Recorded
                    ? ask(request.settle())
                    : CompletableFuture.completedFuture(held))
        .thenComposeAsync(
            settled ->
                settled instanceof Reply.Recorded
                    ? call()
                    : CompletableFuture.completedFuture(null));
  }

  private synchronized Workload.Request next() {
    return workload.request(System.currentTimeMillis());
  }

  private CompletionStage<Reply> ask(LedgerCommand command) {
    return client
        .record(command)
        .whenComplete(
            (reply, failure) -> {
              if (reply instanceof Reply.Recorded done) {
                recorded.put(command, done);
                replies.release();
              } else {
                others.add(reply);
                refusals.release();
              }
            });
  }
}
