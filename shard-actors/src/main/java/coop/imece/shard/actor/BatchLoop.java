package coop.imece.shard.actor;

import coop.imece.shard.decoder.KvCache;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.engine.NativeHeap;
import coop.imece.shard.stage.BatchPlanner;
import coop.imece.shard.stage.BatchPlanner.Item;
import coop.imece.shard.stage.StageSession;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.Internal;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Keeps the engine busy with one task at a time: a batch of all that waits, and the packing of
 * weights when nothing does. Between two of them, now and then, what sessions have freed is given
 * back to the system. What comes of it is told to the stage's actor.
 */
final class BatchLoop {
  private final ActorContext<Command> actor;
  private final Slice slice;
  private final Executor engine;
  private final BatchPlanner planner;
  private final long trimEveryNanos;
  private boolean computing;
  private boolean packing;
  private boolean untrimmed;
  private boolean trimDue;
  private long trimmedNanos = System.nanoTime();

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
    this.trimEveryNanos = settings.trimEvery().toNanos();
  }

  /** Starts the next task if the engine is free. */
  void goOn(Collection<StageSession> sessions) {
    if (computing) {
      return;
    }
    if (trimDue) {
      trimDue = false;
      untrimmed = false;
      compute(this::trim);
      return;
    }
    var batch = planner.next(sessions);
    if (!batch.isEmpty()) {
      compute(batch);
    } else if (packing) {
      compute(() -> new Packed(slice.packNext()));
    }
  }

  private void compute(List<Item> batch) {
    compute(() -> new BatchDone(ComputedBatch.run(slice, batch)));
  }

  /** Looks whether it is time to give memory back; the next task does it. */
  void tick() {
    trimDue = untrimmed && System.nanoTime() - trimmedNanos >= trimEveryNanos;
  }

  private Trimmed trim() {
    NativeHeap.trim();
    return Trimmed.INSTANCE;
  }

  private void compute(Supplier<Command> task) {
    computing = true;
    var self = actor.getSelf();
    engine.execute(() -> self.tell(resultOf(task)));
  }

  private static Command resultOf(Supplier<Command> task) {
    try {
      return task.get();
    } catch (Throwable failed) { // whatever it is, the stage must hear of it
      return new EngineFailed(failed);
    }
  }

  /** The batch is done; the caller goes on when it has dealt with the result. */
  void done() {
    computing = false;
    untrimmed = true;
  }

  void trimmed() {
    computing = false;
    trimmedNanos = System.nanoTime();
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
