package coop.imece.shard.actor;

import coop.imece.link.actor.LinkEntrance;
import coop.imece.link.actor.Roads;
import coop.imece.link.actor.Roads.LinkKnown;
import coop.imece.shard.actor.BatchLoop.BatchDone;
import coop.imece.shard.actor.BatchLoop.EngineFailed;
import coop.imece.shard.actor.BatchLoop.Packed;
import coop.imece.shard.actor.BatchLoop.Prepared;
import coop.imece.shard.actor.BatchLoop.Trimmed;
import coop.imece.shard.actor.NeighbourWatch.Peers;
import coop.imece.shard.actor.SessionDesk.OwnerGone;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.stage.SendLimits;
import coop.imece.shard.stage.SessionPlaces;
import coop.imece.shard.stage.StageSession;
import coop.imece.stage.StageProtocol.Accepted;
import coop.imece.stage.StageProtocol.AskEcho;
import coop.imece.stage.StageProtocol.AskLink;
import coop.imece.stage.StageProtocol.Begin;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.Echo;
import coop.imece.stage.StageProtocol.EndSession;
import coop.imece.stage.StageProtocol.Forward;
import coop.imece.stage.StageProtocol.ForwardBatch;
import coop.imece.stage.StageProtocol.Internal;
import coop.imece.stage.StageProtocol.OpenSession;
import coop.imece.stage.StageProtocol.Probe;
import coop.imece.stage.StageProtocol.ReportWork;
import coop.imece.stage.StageProtocol.Resend;
import coop.imece.stage.StageProtocol.StepArrived;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Serves one slice of one model to many sessions. The actor keeps the books; the engine works on
 * one batch at a time, made of all that waits when the one before is done. With {@link
 * EngineDispatcher} the actor runs on the engine's thread between two batches.
 *
 * <p>Owns the sessions' caches; the slice is its node's.
 */
public final class ShardActor extends AbstractBehavior<Command> {
  private final SessionPlaces places;
  private final OpenSessions sessions = new OpenSessions();
  private final List<OpenSession> openings = new ArrayList<>();
  private final Roads roads;
  private final LinkEntrance entrance;
  private final SessionDesk desk;
  private final SessionTraffic traffic;
  private final SessionWatch watch;
  private final BatchLoop batches;
  private final StageReports reports;
  private final NeighbourWatch neighbours;

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
    var limits =
        new SendLimits(
            settings.prefillRows(),
            settings.prefillRows() * settings.prefillChunksInFlight(),
            slice.stepCostRows());
    this.places = new SessionPlaces(slice, limits, settings.maxSessions(), settings.kvBytes());
    this.roads = new Roads(context);
    this.entrance = new LinkEntrance(context.getSystem(), context.getSelf());
    this.desk = new SessionDesk(context, places, sessions);
    this.neighbours = new NeighbourWatch(context.getSelf(), sessions, settings);
    this.traffic = new SessionTraffic(slice, sessions, desk, roads, neighbours);
    this.watch = new SessionWatch(settings, roads);
    this.batches = new BatchLoop(context, slice, places, engine, settings);
    this.reports = new StageReports(slice, places);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Forward.class, this::onForward)
        .onMessage(BatchDone.class, this::onBatchDone)
        .onMessage(ForwardBatch.class, this::onForwardBatch)
        .onMessage(Accepted.class, this::onAccepted)
        .onMessage(Packed.class, this::onPacked)
        .onMessage(Prepared.class, this::onPrepared)
        .onMessage(Trimmed.class, this::onTrimmed)
        .onMessage(OpenSession.class, this::onOpen)
        .onMessage(Begin.class, this::onBegin)
        .onMessage(Resend.class, this::onResend)
        .onMessage(Probe.class, this::onProbe)
        .onMessage(EndSession.class, this::onEnd)
        .onMessage(OwnerGone.class, this::onOwnerGone)
        .onMessage(Tick.class, this::onTick)
        .onMessage(ReportLoad.class, this::onReportLoad)
        .onMessage(ReportWork.class, this::onReportWork)
        .onMessage(AskLink.class, this::onAskLink)
        .onMessage(LinkKnown.class, this::onLinkKnown)
        .onMessage(AskEcho.class, this::onAskEcho)
        .onMessage(Echo.class, this::onEcho)
        .onMessage(StepArrived.class, this::onStepArrived)
        .onMessage(Peers.class, this::onPeers)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(EngineFailed.class, this::onEngineFailed)
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  /** Waits for the part of the next session's memory that is being written, a megabyte. */
  private Behavior<Command> onOpen(OpenSession open) {
    if (batches.isPreparing()) {
      openings.add(open);
      return this;
    }
    open(open);
    return computeWhatWaits();
  }

  private void open(OpenSession open) {
    desk.open(open);
    sessions.get(open.session()).ifPresent(traffic::prepare);
  }

  private Behavior<Command> onBegin(Begin begin) {
    sessions.current(begin.session(), begin.attempt()).ifPresent(StageSession::begin);
    return computeWhatWaits();
  }

  private Behavior<Command> onForward(Forward forward) {
    traffic.take(forward);
    return computeWhatWaits();
  }

  private Behavior<Command> onForwardBatch(ForwardBatch batch) {
    batch.forwards().forEach(traffic::take);
    return computeWhatWaits();
  }

  private Behavior<Command> onAccepted(Accepted accepted) {
    traffic.accepted(accepted);
    return computeWhatWaits();
  }

  private Behavior<Command> onResend(Resend resend) {
    traffic.resend(resend);
    return this;
  }

  private Behavior<Command> onProbe(Probe probe) {
    desk.answer(probe);
    return this;
  }

  private Behavior<Command> onEnd(EndSession end) {
    openings.removeIf(open -> open.session().equals(end.session()));
    desk.end(end);
    return this;
  }

  private Behavior<Command> onOwnerGone(OwnerGone gone) {
    desk.ownerGone(gone);
    return this;
  }

  private Behavior<Command> computeWhatWaits() {
    batches.goOn(sessions.all());
    return this;
  }

  private Behavior<Command> onPacked(Packed packed) {
    batches.packed(packed);
    return computeWhatWaits();
  }

  private Behavior<Command> onPrepared(Prepared prepared) {
    batches.prepared();
    openings.forEach(this::open);
    openings.clear();
    return computeWhatWaits();
  }

  private Behavior<Command> onTrimmed(Trimmed trimmed) {
    batches.trimmed();
    return computeWhatWaits();
  }

  /** The other stages go on before anyone else is told. */
  private Behavior<Command> onBatchDone(BatchDone done) {
    batches.done();
    var tokens = traffic.send(done.batch());
    reports.record(done.batch());
    for (var result : done.batch().results()) {
      sessions.takeDeferred(result.item().session().id()).ifPresent(getContext().getSelf()::tell);
    }
    computeWhatWaits();
    tokens.send();
    return this;
  }

  private Behavior<Command> onTick(Tick tick) {
    computeWhatWaits();
    var now = System.nanoTime();
    for (var session : sessions.snapshot()) {
      if (watch.isAbandoned(session, now)) {
        desk.drop(session, "nothing came for it");
      }
    }
    neighbours.tick(now);
    return this;
  }

  private Behavior<Command> onAskEcho(AskEcho ask) {
    ask.replyTo().tell(new Echo(ask.number()));
    return this;
  }

  private Behavior<Command> onEcho(Echo echo) {
    neighbours.echoed(echo.number(), System.nanoTime());
    return this;
  }

  private Behavior<Command> onStepArrived(StepArrived arrived) {
    neighbours.arrived(arrived, System.nanoTime());
    return this;
  }

  private Behavior<Command> onPeers(Peers peers) {
    neighbours.measure(peers);
    return this;
  }

  private Behavior<Command> onReportLoad(ReportLoad report) {
    var seen = neighbours.sightings(System.nanoTime());
    report.replyTo().tell(reports.load(sessions.count(), seen));
    return this;
  }

  private Behavior<Command> onReportWork(ReportWork report) {
    report.replyTo().tell(reports.workDone(batches.isPacking()));
    return this;
  }

  private Behavior<Command> onAskLink(AskLink ask) {
    entrance.answer(ask);
    return this;
  }

  private Behavior<Command> onLinkKnown(LinkKnown known) {
    roads.known(known);
    return this;
  }

  private Behavior<Command> onDrain(Drain drain) {
    places.drain();
    return this;
  }

  /** The engine's thread is gone or out of memory: nothing here can be trusted any more. */
  private Behavior<Command> onEngineFailed(EngineFailed failed) {
    throw new IllegalStateException("the engine failed", failed.cause());
  }

  private Behavior<Command> onStop() {
    entrance.close();
    var caches = new ArrayList<>(places.idleCaches());
    sessions.all().forEach(session -> caches.add(session.cache()));
    batches.close(caches);
    return this;
  }
}
