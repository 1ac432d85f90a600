package coop.imece.scheduler.actor;

import coop.imece.scheduler.registry.FactCommand;
import coop.imece.scheduler.registry.actor.RegistryProtocol;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Batch;
import coop.imece.scheduler.registry.actor.RegistryProtocol.GetRatings;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Ratings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Collects facts while the registry recovers or a batch is being written, so that a thousand joins
 * a second are a few transactions. Bounded: what exceeds the limit is dropped, and nodes say it
 * again.
 */
final class FactQueue {
  private final ActorRef<RegistryProtocol.Command> registry;
  private final ActorRef<Ratings> replyTo;
  private final int limit;
  private final int batchLimit;
  private final Queue<FactCommand> waiting = new ArrayDeque<>();
  private boolean writing = true;

  FactQueue(
      ActorRef<RegistryProtocol.Command> registry,
      ActorRef<Ratings> replyTo,
      int limit,
      int batchLimit) {
    this.registry = registry;
    this.replyTo = replyTo;
    this.limit = limit;
    this.batchLimit = batchLimit;
    registry.tell(new GetRatings(replyTo));
  }

  /** Returns whether there was room. */
  boolean add(FactCommand fact) {
    if (waiting.size() >= limit) {
      return false;
    }
    waiting.add(fact);
    writeNext();
    return true;
  }

  /** The registry has recovered, or the batch that was being written is durable. */
  void written() {
    writing = false;
    writeNext();
  }

  private void writeNext() {
    if (!writing && !waiting.isEmpty()) {
      var batch = new ArrayList<FactCommand>();
      while (batch.size() < batchLimit && !waiting.isEmpty()) {
        batch.add(waiting.remove());
      }
      writing = true;
      registry.tell(new Batch(batch, replyTo));
    }
  }
}
