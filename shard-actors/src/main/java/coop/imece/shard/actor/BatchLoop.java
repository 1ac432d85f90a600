package coop.imece.shard.actor;

import coop.imece.shard.decoder.KvCache;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.engine.NativeHeap;
import coop.imece.shard.stage.BatchPlanner;
import coop.imece.shard.stage.BatchPlanner.Item;
import coop.imece.shard.stage.SessionPlaces;
import coop.imece.shard.stage.StageSession;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.Internal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Keeps the engine busy with one task at a time: a batch of all that waits, and when nothing does
 * the packing of weights; with no session open, the memory of the next. When there is nothing to do
 * for a while, free memory is given back to the system. What comes of it is told to the stage's
 * actor.
 */
final class BatchLoop {
  private final ActorContext<Command> actor;
  private final Slice slice;
  private final SessionPlaces places;
  private final Executor engine;
  private final BatchPlanner planner;
  private final IdleTrim trim;
  private boolean computing;
  private boolean packing;
  private Optional<KvCache> preparing = Optional.empty();

  record BatchDone(ComputedBatch batch) implements Internal {}

  /** One more part of the weights was packed; or there is no more. */
  record Packed(boolean more) implements Internal {}

  /** One more part of the next session's memory was written. */
  enum Prepared implements Internal {
    INSTANCE
  }

  /** Free memory is the system's again. */
  enum Trimmed implements Internal {
    INSTANCE
  }

  record EngineFailed(Throwable cause) implements Internal {}

  BatchLoop(
      ActorContext<Command> actor,
      Slice slice,
      SessionPlaces places,
      Executor engine,
      StageSettings settings) {
    this.actor = actor;
    this.slice = slice;
    this.places = places;
    this.engine = engine;
    this.planner = new BatchPlanner(settings.prefillRows(), settings.batchSessions());
    this.packing = settings.packWhenIdle() && slice.canPack();
    this.trim = new IdleTrim(settings.trimWhenIdleFor());
  }

  /** Starts the next task if the engine is free. */
  void goOn(Collection<StageSession> sessions) {
    if (computing) {
      return;
    }
    var batch = planner.next(sessions);
    if (!batch.isEmpty()) {
      compute(batch);
    } else if (packing) {
      compute(() -> new Packed(slice.packNext()));
    } else if (sessions.isEmpty() && preparesMemory()) {
      preparing.ifPresent(spare -> compute(() -> prepare(spare)));
    } else if (trim.isDue(System.nanoTime())) {
      compute(BatchLoop::trim);
    }
  }

  private boolean preparesMemory() {
    preparing = places.unprepared();
    return preparing.isPresent();
  }

  /** Whether the next session's memory is being written: no session may open meanwhile. */
  boolean isPreparing() {
    return preparing.isPresent();
  }

  /** Whether weights are to be packed yet, or threads counted after that, when all else is done. */
  boolean isPacking() {
    return packing;
  }

  private static Prepared prepare(KvCache spare) {
    spare.prepareNext();
    return Prepared.INSTANCE;
  }

  private void compute(List<Item> batch) {
    compute(() -> new BatchDone(ComputedBatch.run(slice, batch)));
  }

  private static Trimmed trim() {
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
    trim.ran(System.nanoTime());
  }

  void trimmed() {
    computing = false;
    trim.trimmed();
  }

  void packed(Packed packed) {
    done();
    packing = packed.more();
  }

  void prepared() {
    computing = false;
    preparing.ifPresent(places::takeBack);
    preparing = Optional.empty();
  }

  /** Closes caches behind a task that may still run. */
  void close(List<KvCache> caches) {
    var own = preparing;
    engine.execute(
        () -> {
          own.ifPresent(KvCache::close);
          caches.forEach(KvCache::close);
        });
  }
}
