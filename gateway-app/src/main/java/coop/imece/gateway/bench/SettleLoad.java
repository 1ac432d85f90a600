package coop.imece.gateway.bench;

import coop.imece.ledger.Workload;
import coop.imece.ledger.actor.LedgerClient;
import coop.imece.ledger.actor.Reply;
import coop.imece.ledger.command.LedgerCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that each wait for their answer before they ask again. */
final class SettleLoad {
  private final LedgerClient client;
  private final int callers;

  SettleLoad(LedgerClient client, int callers) {
    this.client = client;
    this.callers = callers;
  }

  /** Wallets, nodes and their first amounts. */
  void prepare(Workload workload) {
    workload
        .setup(BenchLedger.ORIGIN, System.currentTimeMillis())
        .forEach(command -> recorded(command).toCompletableFuture().join());
  }

  /** Holds and settles requests, each one's hold before its settle; settles per second. */
  double requests(Workload workload, int count) {
    var requests = requestsOf(workload, count);
    return rate(count, i -> hold(requests, i).thenCompose(held -> settle(requests, i)));
  }

  /** Holds all requests first; then settles per second. */
  double settles(Workload workload, int count) {
    var requests = requestsOf(workload, count);
    rate(count, i -> hold(requests, i));
    return rate(count, i -> settle(requests, i));
  }

  private static List<Workload.Request> requestsOf(Workload workload, int count) {
    var requests = new ArrayList<Workload.Request>(count);
    for (var i = 0; i < count; i++) {
      requests.add(workload.request(System.currentTimeMillis()));
    }
    return requests;
  }

  private CompletionStage<Void> hold(List<Workload.Request> requests, int i) {
    return recorded(requests.get(i).hold());
  }

  private CompletionStage<Void> settle(List<Workload.Request> requests, int i) {
    return recorded(requests.get(i).settle());
  }

  /** What one caller does once. */
  @FunctionalInterface
  private interface Work {
    CompletionStage<Void> run(int index);
  }

  private double rate(int count, Work work) {
    var next = new AtomicInteger();
    var start = System.nanoTime();
    var all = new ArrayList<CompletableFuture<Void>>();
    for (var i = 0; i < callers; i++) {
      all.add(caller(next, count, work).toCompletableFuture());
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    return count * 1e9 / (System.nanoTime() - start);
  }

  private static CompletionStage<Void> caller(AtomicInteger next, int count, Work work) {
    var index = next.getAndIncrement();
    return index >= count
        ? CompletableFuture.completedFuture(null)
        : work.run(index).thenCompose(done -> caller(next, count, work));
  }

  private CompletionStage<Void> recorded(LedgerCommand command) {
    return client
        .record(command)
        .thenAccept(
            reply -> {
              if (!(reply instanceof Reply.Recorded)) {
                throw new IllegalStateException(command + " must be recorded, was " + reply);
              }
            });
  }
}
