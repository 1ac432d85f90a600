package coop.imece.shard.actor;

import coop.imece.core.HiddenStates;
import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.shard.decoder.KvCache;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.stage.BatchPlanner;
import coop.imece.shard.stage.SendLimits;
import coop.imece.shard.stage.SessionPlaces;
import coop.imece.shard.stage.StageSession;
import coop.imece.stage.PrefixBlocks;
import coop.imece.stage.SessionEvent;
import coop.imece.stage.SessionEvent.SessionFailed;
import coop.imece.stage.SessionEvent.SessionOpened;
import coop.imece.stage.SessionEvent.SessionRefused;
import coop.imece.stage.SessionEvent.StillRunning;
import coop.imece.stage.StageFailure;
import coop.imece.stage.StageProtocol.Accepted;
import coop.imece.stage.StageProtocol.Begin;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.EndSession;
import coop.imece.stage.StageProtocol.Forward;
import coop.imece.stage.StageProtocol.Internal;
import coop.imece.stage.StageProtocol.OpenSession;
import coop.imece.stage.StageProtocol.Probe;
import coop.imece.stage.StageProtocol.ReportWork;
import coop.imece.stage.StageProtocol.Resend;
import coop.imece.stage.StageWorkDone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Serves one slice of one model to many sessions. The actor keeps the books; the engine works on a
 * thread of its own, on one batch at a time, made of all that waits when the one before is done.
 *
 * <p>Owns the sessions' caches; the slice is its node's.
 */
public final class ShardActor extends AbstractBehavior<Command> {
  private final Slice slice;
  private final StageSettings settings;
  private final Executor engine;
  private final BatchPlanner planner;
  private final SessionPlaces places;
  private final StepTimes times = new StepTimes();
  private final Map<SessionId, StageSession> sessions = new HashMap<>();

  /** What to do with a session when the batch that it is in comes back. */
  private final Map<SessionId, Command> afterBatch = new HashMap<>();

  private boolean computing;
  private boolean packing;

  private record BatchDone(ComputedBatch batch) implements Internal {}

  private record BatchFailed(Throwable cause) implements Internal {}

  /** One more matrix was packed; or there are no more. */
  private record Packed(boolean more) implements Internal {}

  private record OwnerGone(SessionId session, ActorRef<SessionEvent> owner) implements Internal {}

  private enum Tick implements Internal {
    INSTANCE
  }

  /** From the node: how busy is the stage? */
  public record ReportLoad(ActorRef<StageLoad> replyTo) implements Internal {}

  /** From the node: take no new sessions. */
  public enum Drain implements Internal {
    INSTANCE
  }

  /**
   * @param engine runs one task at a time; the only thread that computes with the slice
   */
  public static Behavior<Command> create(Slice slice, StageSettings settings, Executor engine) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Tick.INSTANCE, settings.lateAfter().dividedBy(4));
                  return new ShardActor(context, slice, settings, engine);
                }));
  }

  private ShardActor(
      ActorContext<Command> context, Slice slice, StageSettings settings, Executor engine) {
    super(context);
    context.setLoggerName(ShardActor.class);
    this.slice = slice;
    this.settings = settings;
    this.engine = engine;
    var limits =
        new SendLimits(
            settings.prefillRows(), settings.prefillRows() * settings.prefillChunksInFlight());
    this.planner = new BatchPlanner(settings.prefillRows(), settings.batchSessions());
    this.packing = settings.packWhenIdle();
    this.places = new SessionPlaces(slice, limits, settings.maxSessions(), settings.kvBytes());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Forward.class, this::onForward)
        .onMessage(BatchDone.class, this::onBatchDone)
        .onMessage(Accepted.class, this::onAccepted)
        .onMessage(Packed.class, this::onPacked)
        .onMessage(OpenSession.class, this::onOpen)
        .onMessage(Begin.class, this::onBegin)
        .onMessage(Resend.class, this::onResend)
        .onMessage(Probe.class, this::onProbe)
        .onMessage(EndSession.class, this::onEnd)
        .onMessage(OwnerGone.class, this::onOwnerGone)
        .onMessage(Tick.class, this::onTick)
        .onMessage(ReportLoad.class, this::onReportLoad)
        .onMessage(ReportWork.class, this::onReportWork)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(BatchFailed.class, this::onBatchFailed)
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  private Behavior<Command> onOpen(OpenSession open) {
    var known = sessions.get(open.session());
    if (known == null) {
      admit(open);
    } else if (open.attempt() == known.attempt()) {
      tellOpened(known);
    } else if (open.attempt() > known.attempt()) {
      if (known.isRunning()) {
        afterBatch.put(open.session(), open);
      } else {
        reopen(known, open);
      }
    }
    return this;
  }

  private void admit(OpenSession open) {
    var refusal = places.refusal(open, sessions.size());
    if (refusal.isPresent()) {
      var detail = places.detail(refusal.get(), open, sessions.size());
      getContext().getLog().info("session {} refused: {}", open.session(), detail);
      open.owner()
          .tell(
              new SessionRefused(
                  open.session(), open.attempt(), open.stage(), refusal.get(), detail));
      return;
    }
    var session = places.open(open);
    sessions.put(open.session(), session);
    session.heard(System.nanoTime());
    getContext().watchWith(open.owner(), new OwnerGone(open.session(), open.owner()));
    tellOpened(session);
  }

  private void reopen(StageSession session, OpenSession open) {
    session.reopen(open);
    session.heard(System.nanoTime());
    tellOpened(session);
  }

  private static void tellOpened(StageSession session) {
    session
        .owner()
        .tell(
            new SessionOpened(
                session.id(), session.attempt(), session.stage(), session.receivedEnd()));
  }

  private Behavior<Command> onBegin(Begin begin) {
    current(begin.session(), begin.attempt()).ifPresent(StageSession::begin);
    return computeWhatWaits();
  }

  private Behavior<Command> onForward(Forward forward) {
    var session = current(forward.session(), forward.attempt()).orElse(null);
    if (session == null) {
      return this;
    }
    if (!fits(forward)) {
      fail(session, StageFailure.SHAPE_MISMATCH, "came " + forward.input());
    } else if (session.accept(forward)) {
      session.heard(System.nanoTime());
    } else if (session.isAhead(forward)) {
      previous(session).tell(new Resend(session.id(), session.attempt(), session.receivedEnd()));
    } else {
      tellAccepted(session);
    }
    return computeWhatWaits();
  }

  /** Token ids at the first stage; elsewhere hidden states of the model's width and type. */
  private boolean fits(Forward forward) {
    if (forward.input() instanceof HiddenStates states) {
      return !slice.first()
          && states.width() == slice.config().shape().hidden()
          && states.element() == slice.element();
    }
    var vocabulary = slice.config().shape().vocabulary();
    return slice.first()
        && ((TokenIds) forward.input()).stream().allMatch(id -> 0 <= id && id < vocabulary);
  }

  private Behavior<Command> onAccepted(Accepted accepted) {
    current(accepted.session(), accepted.attempt())
        .ifPresent(
            session -> {
              session.heard(System.nanoTime());
              send(session, session.accepted(accepted.runEnd()));
            });
    return computeWhatWaits();
  }

  private Behavior<Command> onResend(Resend resend) {
    current(resend.session(), resend.attempt())
        .ifPresent(
            session -> {
              session.sampledFrom(resend.fromPosition()).forEach(session.owner()::tell);
              send(session, session.resend(resend.fromPosition()));
            });
    return this;
  }

  private Behavior<Command> onProbe(Probe probe) {
    var session = sessions.get(probe.session());
    probe
        .owner()
        .tell(
            session == null
                ? new SessionFailed(
                    probe.session(),
                    probe.attempt(),
                    -1,
                    StageFailure.SESSION_UNKNOWN,
                    getContext().getSelf().path().toString())
                : new StillRunning(
                    session.id(), session.attempt(), session.stage(), session.runEnd()));
    return this;
  }

  private Behavior<Command> onEnd(EndSession end) {
    var session = sessions.get(end.session());
    if (session != null) {
      if (session.isRunning()) {
        afterBatch.put(end.session(), end);
      } else {
        close(session, end.blocks());
      }
    }
    return this;
  }

  private Behavior<Command> onOwnerGone(OwnerGone gone) {
    var session = sessions.get(gone.session());
    if (session != null && session.owner().equals(gone.owner())) {
      getContext().getLog().info("session {} dropped: its owner is gone", gone.session());
      onEnd(new EndSession(gone.session(), PrefixBlocks.NONE));
    }
    return this;
  }

  private Behavior<Command> computeWhatWaits() {
    if (!computing) {
      var batch = planner.next(sessions.values());
      if (!batch.isEmpty()) {
        computing = true;
        getContext()
            .pipeToSelf(
                CompletableFuture.supplyAsync(() -> ComputedBatch.run(slice, batch), engine),
                (done, cause) -> cause == null ? new BatchDone(done) : new BatchFailed(cause));
      } else if (packing) {
        computing = true;
        getContext()
            .pipeToSelf(
                CompletableFuture.supplyAsync(slice::packNext, engine),
                (more, cause) -> cause == null ? new Packed(more) : new BatchFailed(cause));
      }
    }
    return this;
  }

  private Behavior<Command> onPacked(Packed packed) {
    computing = false;
    packing = packed.more();
    return computeWhatWaits();
  }

  private Behavior<Command> onBatchDone(BatchDone done) {
    computing = false;
    times.record(done.batch());
    done.batch().results().forEach(this::onResult);
    return computeWhatWaits();
  }

  private void onResult(ComputedBatch.Result result) {
    var session = result.item().session();
    var chunk = result.item().chunk();
    if (result instanceof ComputedBatch.Result.States states) {
      send(session, session.finished(chunk, states.states()));
    } else if (result instanceof ComputedBatch.Result.Sampled sampled) {
      var event = session.sampled(sampled.token());
      send(session, session.ring());
      session.owner().tell(event);
    } else if (result instanceof ComputedBatch.Result.Ran) {
      session.ran();
    } else if (result instanceof ComputedBatch.Result.Failed failed) {
      session.ran();
      fail(session, StageFailure.COMPUTE_FAILED, failed.detail());
    } else {
      throw new IllegalStateException("unknown result " + result.getClass());
    }
    if (chunk.start() < session.terms().startTokens()) {
      session.previous().ifPresent(previous -> tellAccepted(session));
    }
    var waiting = afterBatch.remove(session.id());
    if (waiting != null) {
      getContext().getSelf().tell(waiting);
    }
  }

  private void tellAccepted(StageSession session) {
    previous(session)
        .tell(
            new Accepted(session.id(), session.attempt(), session.receivedEnd(), session.runEnd()));
  }

  /** Who sends to a session here: the stage before, for the first one the last of the ring. */
  private static ActorRef<Command> previous(StageSession session) {
    return session.previous().orElseGet(() -> session.plan().last().stage());
  }

  private void send(StageSession session, List<Forward> frames) {
    if (!frames.isEmpty()) {
      session.heard(System.nanoTime());
      frames.forEach(session.next()::tell);
    }
  }

  private Behavior<Command> onTick(Tick tick) {
    computeWhatWaits();
    var now = System.nanoTime();
    for (var session : List.copyOf(sessions.values())) {
      var quiet = now - session.heardNanos();
      if (quiet > settings.lateAfter().toNanos()) {
        var probe = session.probe();
        if (probe.isEmpty()) {
          if (quiet > settings.idleAfter().toNanos()) {
            getContext().getLog().info("session {} dropped: nothing came for it", session.id());
            onEnd(new EndSession(session.id(), PrefixBlocks.NONE));
          }
        } else if (session.probed(now) > settings.probes()) {
          reportLate(session);
        } else {
          probe.forEach(session.next()::tell);
        }
      }
    }
    return this;
  }

  private void reportLate(StageSession session) {
    session
        .owner()
        .tell(
            new SessionFailed(
                session.id(),
                session.attempt(),
                session.nextIndex(),
                StageFailure.SUCCESSOR_LATE,
                "no answer from " + session.next().path()));
  }

  private void fail(StageSession session, StageFailure reason, String detail) {
    getContext().getLog().warn("session {} failed: {} {}", session.id(), reason, detail);
    session
        .owner()
        .tell(new SessionFailed(session.id(), session.attempt(), session.stage(), reason, detail));
    onEnd(new EndSession(session.id(), PrefixBlocks.NONE));
  }

  private Behavior<Command> onReportLoad(ReportLoad report) {
    report
        .replyTo()
        .tell(
            new StageLoad(
                sessions.size(),
                places.freePositions(),
                times.secondsPerStep(),
                times.secondsPerPromptPosition()));
    return this;
  }

  private Behavior<Command> onReportWork(ReportWork report) {
    report
        .replyTo()
        .tell(
            new StageWorkDone(
                times.decodeSteps(),
                times.decodeSeconds(),
                slice.weightBytes(),
                places.heldBytes()));
    return this;
  }

  private Behavior<Command> onDrain(Drain drain) {
    places.drain();
    return this;
  }

  /** The engine's thread is gone or out of memory: nothing here can be trusted any more. */
  private Behavior<Command> onBatchFailed(BatchFailed failed) {
    throw new IllegalStateException("the engine failed", failed.cause());
  }

  /** Behind a batch that may still run. */
  private Behavior<Command> onStop() {
    var caches = new ArrayList<>(places.idleCaches());
    sessions.values().forEach(session -> caches.add(session.cache()));
    engine.execute(() -> caches.forEach(KvCache::close));
    return this;
  }

  private Optional<StageSession> current(SessionId id, int attempt) {
    return Optional.ofNullable(sessions.get(id)).filter(s -> s.attempt() == attempt);
  }

  private void close(StageSession session, PrefixBlocks blocks) {
    sessions.remove(session.id());
    afterBatch.remove(session.id());
    places.close(session, blocks);
    getContext().unwatch(session.owner());
  }
}
