package coop.imece.node.actor;

import coop.imece.node.actor.HardwareAgent.HardwareKnown;
import coop.imece.node.slice.ModelSlice;
import coop.imece.node.slice.SliceHolder;
import coop.imece.scheduler.HeldSlice;
import coop.imece.scheduler.NodeCommand;
import coop.imece.scheduler.NodeCommand.MeasureRoundTrips;
import coop.imece.scheduler.NodeCommand.ReportHardware;
import coop.imece.scheduler.NodeCommand.ServeSlice;
import coop.imece.scheduler.NodeCommand.Superseded;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.Sightings;
import coop.imece.scheduler.SliceState;
import coop.imece.scheduler.StageSpeed;
import coop.imece.shard.actor.NeighbourWatch;
import coop.imece.shard.actor.ShardActor;
import coop.imece.shard.actor.StageLoad;
import coop.imece.shard.actor.StageSettings;
import coop.imece.stage.StageProtocol;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Speaks for a node: tells the scheduler every two seconds what it has, loads the slice that it is
 * told to serve, and keeps a stage running on it.
 */
public final class NodeAgent extends AbstractBehavior<NodeAgent.Message> {
  private static final Duration ADVERTISE_EVERY = Duration.ofSeconds(2);
  private static final StageLoad NO_LOAD = new StageLoad(0, 0, 0, 0, Sightings.NONE);

  /** What the agent is told; only what the scheduler says crosses the wire. */
  public sealed interface Message
      permits Told,
          Loaded,
          LoadFailed,
          StageStopped,
          LoadReported,
          HardwareFound,
          PowerDrawn,
          Drain,
          Timer {}

  /** From the process: finish what runs, within the offer's bound, and say so. */
  record Drain(ActorRef<Done> replyTo) implements Message {}

  private record HardwareFound(HardwareKnown known) implements Message {}

  private record PowerDrawn(PowerAgent.Drawn drawn) implements Message {}

  private record Told(NodeCommand command) implements Message {}

  private record Loaded(ModelSlice held) implements Message {}

  private record LoadFailed(Wanted wanted, Throwable cause) implements Message {}

  private record StageStopped(ActorRef<StageProtocol.Command> stage) implements Message {}

  private record LoadReported(StageLoad load) implements Message {}

  private enum Timer implements Message {
    ADVERTISE,
    LOOK_AT_DRAIN,
    DRAIN_LIMIT
  }

  /** What an answer to {@link Drain} may take beyond the bound for the sessions. */
  static final Duration DRAIN_ANSWER_WITHIN = Duration.ofSeconds(1);

  private static final Duration LOOK_AT_DRAIN_EVERY = Duration.ofMillis(100);

  private final TimerScheduler<Message> timers;
  private final ActorRef<HardwareAgent.Command> hardware;
  private final NodeOffer offer;
  private final SliceHolder holder;
  private final StageHost host;
  private final Advertising advertising;
  private final ActorRef<PowerAgent.Command> power;
  private final ActorRef<StageLoad> loadReports;

  private Optional<Wanted> wanted = Optional.empty();
  private SliceState state = SliceState.LOADING;
  private StageLoad load = NO_LOAD;
  private long lastNumber = Long.MIN_VALUE;
  private boolean paused;
  private boolean leaving;

  /** Who waits for the end of the sessions, once the node is to leave. */
  private Optional<ActorRef<Done>> drained = Optional.empty();

  /**
   * @param stageSettings limits of a stage; its memory is what the offer leaves beside the weights
   */
  public static Behavior<Message> create(
      NodeOffer offer,
      HardwareOffer hardware,
      SliceHolder holder,
      StageSettings stageSettings,
      ActorRef<SchedulerProtocol.Command> scheduler) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new NodeAgent(
                        context, timers, offer, hardware, holder, stageSettings, scheduler)));
  }

  private NodeAgent(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      NodeOffer offer,
      HardwareOffer hardware,
      SliceHolder holder,
      StageSettings stageSettings,
      ActorRef<SchedulerProtocol.Command> scheduler) {
    super(context);
    context.setLoggerName(NodeAgent.class);
    this.timers = timers;
    this.offer = offer;
    this.holder = holder;
    this.host = new StageHost(context, stageSettings, holder.engine());
    this.advertising =
        new Advertising(offer, context.messageAdapter(NodeCommand.class, Told::new), scheduler);
    this.power =
        context.spawn(
            PowerAgent.create(
                holder.device(), context.messageAdapter(PowerAgent.Drawn.class, PowerDrawn::new)),
            "power");
    this.loadReports = context.messageAdapter(StageLoad.class, LoadReported::new);
    this.paused = offer.pause().isPaused(Instant.now());
    this.hardware =
        context.spawn(
            HardwareAgent.create(
                hardware,
                holder.engine(),
                scheduler,
                context.messageAdapter(HardwareKnown.class, HardwareFound::new)),
            "hardware");
    timers.startTimerWithFixedDelay(Timer.ADVERTISE, Duration.ZERO, ADVERTISE_EVERY);
    holder.loaded().ifPresent(this::serve);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Timer.class, this::onTimer)
        .onMessage(HardwareFound.class, this::onHardwareFound)
        .onMessage(PowerDrawn.class, this::onPowerDrawn)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(LoadReported.class, this::onLoadReported)
        .onMessage(Told.class, this::onTold)
        .onMessage(Loaded.class, this::onLoaded)
        .onMessage(LoadFailed.class, this::onLoadFailed)
        .onMessage(StageStopped.class, this::onStageStopped)
        .build();
  }

  private Behavior<Message> onTimer(Timer timer) {
    switch (timer) {
      case ADVERTISE:
        lookForPause();
        askForLoad();
        return this;
      case LOOK_AT_DRAIN:
        askForLoad();
        return this;
      case DRAIN_LIMIT:
        leave(
            "%d sessions did not end within %s s: they go on elsewhere"
                .formatted(load.sessions(), offer.drainWithin().toSeconds()));
        return this;
      default:
        throw new IllegalStateException("unknown timer " + timer);
    }
  }

  private void lookForPause() {
    var now = offer.pause().isPaused(Instant.now());
    if (now != paused) {
      paused = now;
      getContext()
          .getLog()
          .info(now ? "paused by its owner: no new sessions" : "resumed: sessions are taken again");
    }
  }

  /** A stage is asked for its load first; its answer is what is advertised. */
  private void askForLoad() {
    if (host.stage().isPresent()) {
      host.stage().get().tell(new ShardActor.ReportLoad(loadReports));
    } else {
      advertise();
    }
  }

  private Behavior<Message> onLoadReported(LoadReported reported) {
    load = reported.load();
    power.tell(new PowerAgent.Busy(load.sessions() > 0));
    advertise();
    if (drained.isPresent() && load.sessions() == 0) {
      leave("all sessions have ended");
    }
    return this;
  }

  private Behavior<Message> onDrain(Drain drain) {
    drained = Optional.of(drain.replyTo());
    leaving = true;
    host.stage().ifPresent(running -> running.tell(ShardActor.Drain.INSTANCE));
    getContext()
        .getLog()
        .info(
            "told to stop: no new sessions; those that run may last {} s",
            offer.drainWithin().toSeconds());
    if (host.stage().isEmpty()) {
      leave("no stage is running");
    } else {
      timers.startTimerWithFixedDelay(Timer.LOOK_AT_DRAIN, Duration.ZERO, LOOK_AT_DRAIN_EVERY);
      timers.startSingleTimer(Timer.DRAIN_LIMIT, offer.drainWithin());
    }
    return this;
  }

  /** What still runs learns now that its stage is gone, while the cluster still carries it. */
  private void leave(String why) {
    timers.cancel(Timer.LOOK_AT_DRAIN);
    timers.cancel(Timer.DRAIN_LIMIT);
    getContext().getLog().info("{}; leaving", why);
    stopStage();
    drained.ifPresent(waiting -> waiting.tell(Done.getInstance()));
    drained = Optional.empty();
  }

  private void stopStage() {
    host.stop();
    hardware.tell(new HardwareAgent.StageIs(host.stage()));
  }

  private Behavior<Message> onHardwareFound(HardwareFound found) {
    advertising.hardware(found.known().fingerprint());
    askForLoad();
    return this;
  }

  private Behavior<Message> onPowerDrawn(PowerDrawn power) {
    advertising.watts(power.drawn().watts());
    return this;
  }

  /** As others are to see it. */
  private SliceState shownState() {
    if (state != SliceState.READY) {
      return state;
    }
    if (leaving) {
      return SliceState.DRAINING;
    }
    return paused ? SliceState.PAUSED : SliceState.READY;
  }

  private void advertise() {
    var held =
        wanted.map(
            slice ->
                new HeldSlice(
                    slice.model(),
                    slice.layers(),
                    shownState(),
                    (int) Math.min(load.freeKvPositions(), Integer.MAX_VALUE),
                    load.sessions(),
                    speed()));
    advertising.say(held, load.seen(), host.reached());
  }

  private Optional<StageSpeed> speed() {
    return load.secondsPerStep() > 0
        ? Optional.of(new StageSpeed(load.secondsPerStep(), load.secondsPerPromptPosition()))
        : Optional.empty();
  }

  private Behavior<Message> onTold(Told told) {
    if (told.command() instanceof ReportHardware report) {
      hardware.tell(new HardwareAgent.Report(report.again()));
      return this;
    }
    if (told.command() instanceof Superseded) {
      getContext()
          .getLog()
          .error("another process with this identity started later: this one ends");
      getContext().getSystem().terminate();
      return this;
    }
    if (told.command() instanceof MeasureRoundTrips measure) {
      host.stage()
          .ifPresent(
              stage ->
                  stage.tell(
                      new NeighbourWatch.Peers(host.reached().orElseThrow(), measure.peers())));
      return this;
    }
    if (!(told.command() instanceof ServeSlice serve)) {
      throw new IllegalStateException("unknown node command " + told.command().getClass());
    }
    var next = new Wanted(serve.model(), serve.layers());
    var offered = offer.models().stream().anyMatch(model -> model.id().equals(next.model()));
    if (leaving || serve.number() <= lastNumber || !offered) {
      return this;
    }
    lastNumber = serve.number();
    if (!wanted.equals(Optional.of(next)) || state == SliceState.FAILED) {
      wanted = Optional.of(next);
      load(next);
    }
    return this;
  }

  private void load(Wanted next) {
    stopStage();
    load = NO_LOAD;
    state = SliceState.LOADING;
    advertise();
    getContext().getLog().info("loading layers {} of {}", next.layers(), next.model());
    getContext()
        .pipeToSelf(
            holder.load(next.model(), next.layers()),
            (held, cause) -> cause == null ? new Loaded(held) : new LoadFailed(next, cause));
  }

  private Behavior<Message> onLoaded(Loaded loaded) {
    if (!leaving && wanted.equals(Optional.of(Wanted.of(loaded.held())))) {
      serve(loaded.held());
    }
    return this;
  }

  private void serve(ModelSlice held) {
    var slice = held.slice();
    var kvBytes = Math.max(1, offer.memoryBytes() - slice.weightBytes());
    wanted = Optional.of(Wanted.of(held));
    state = SliceState.READY;
    host.start(slice, kvBytes, StageStopped::new);
    hardware.tell(new HardwareAgent.StageIs(host.stage()));
    getContext()
        .getLog()
        .info(
            "serving layers {} of {}: {} MB of weights, {} MB for KV caches, {}",
            slice.layers(),
            held.model(),
            slice.weightBytes() >> 20,
            kvBytes >> 20,
            slice.kernels());
    askForLoad();
  }

  private Behavior<Message> onLoadFailed(LoadFailed failed) {
    if (wanted.equals(Optional.of(failed.wanted()))) {
      state = SliceState.FAILED;
      getContext()
          .getLog()
          .error(
              "layers {} of {} could not be loaded: {}",
              failed.wanted().layers(),
              failed.wanted().model(),
              reason(failed.cause()));
      advertise();
    }
    return this;
  }

  private static String reason(Throwable cause) {
    var inner = cause instanceof CompletionException ? cause.getCause() : cause;
    return inner instanceof RuntimeException && inner.getMessage() != null
        ? inner.getMessage()
        : inner.toString();
  }

  /** A stage that failed is started anew on the slice that is still loaded. */
  private Behavior<Message> onStageStopped(StageStopped stopped) {
    if (host.lost(stopped.stage())) {
      if (leaving) {
        leave("the stage has failed");
      } else {
        holder.loaded().ifPresent(this::serve);
      }
    }
    return this;
  }
}
