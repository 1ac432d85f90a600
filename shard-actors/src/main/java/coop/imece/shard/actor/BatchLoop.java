package coop.imece.shard.actor;

import coop.imece.shard.decoder.KvCache;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.engine.NativeHeap;
import coop.imece.shard.stage.BatchPlanner;
import coop.imece.shard.stage.StageSession;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.Internal;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.japi.function.Function;

/**
 * Keeps the engine busy with one task at a time: a batch of all that waits, and the packing of
 * weights when nothing does. What comes of it is told to the stage's actor.
 */
final class BatchLoop {
  private final ActorContext<Command> actor;
  private final Slice slice;
  private final Executor engine;
  private final BatchPlanner planner;
  private boolean computing;
  private boolean packing;
  private boolean untrimmed;

  record BatchDone(ComputedBatch batch) implements Internal {}

  /** One more matrix was packed; or there are no more. */
  record Packed(boolean more) implements Internal {}

  /** Memory that sessions had freed is the system's again. */
  enum Trimmed implements Internal {
    INSTANCE
  }

  record EngineFailed(Throwable cause) implements Internal {}

  BatchLoop(ActorContext<Command> actor, Slice slice, Executor engine, StageSettings settings) {
    this.actor = actor;
    this.slice = slice;
    this.engine = engine;
    this.planner = new BatchPlanner(settings.prefillRows(), settings.batchSessions());
    this.packing = settings.packWhenIdle();
  }

  /** Starts the next task if the engine is free. */
  void goOn(Collection<StageSession> sessions) {
    if (computing) {
      return;
    }
    var batch = planner.next(sessions);
    if (!batch.isEmpty()) {
      compute(() -> ComputedBatch.run(slice, batch), BatchDone::new);
    } else if (packing) {
      compute(slice::packNext, Packed::new);
    }
  }

  /** While no session is open: gives back the memory that those before have freed. */
  void trim() {
    if (untrimmed && !computing) {
      untrimmed = false;
      compute(
          () -> {
            NativeHeap.trim();
            return Trimmed.INSTANCE;
          },
          trimmed -> trimmed);
    }
  }

  private <T> void compute(Supplier<T> task, Function<T, Command> message) {
    computing = true;
    actor.pipeToSelf(
        CompletableFuture.supplyAsync(task, engine),
        (result, cause) -> cause == null ? message.apply(result) : new EngineFailed(cause));
  }

  /** The batch is done; the caller goes on when it has dealt with the result. */
  void done() {
    computing = false;
    untrimmed = true;
  }

  void trimmed() {
    computing = false;
  }

  void packed(Packed packed) {
    computing = false;
    packing = packed.more();
  }

  /** Closes caches behind a batch that may still run. */
  void close(List<KvCache> caches) {
    engine.execute(() -> caches.forEach(KvCache::close));
  }
}
