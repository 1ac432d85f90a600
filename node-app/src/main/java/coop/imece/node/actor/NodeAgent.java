package coop.imece.node.actor;

import coop.imece.core.LayerRange;
import coop.imece.node.slice.SliceHolder;
import coop.imece.scheduler.HeldSlice;
import coop.imece.scheduler.NodeAdvertisement;
import coop.imece.scheduler.NodeCommand;
import coop.imece.scheduler.NodeCommand.ServeSlice;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.Advertise;
import coop.imece.scheduler.SliceState;
import coop.imece.scheduler.StageSpeed;
import coop.imece.shard.actor.ShardActor;
import coop.imece.shard.actor.StageLoad;
import coop.imece.shard.actor.StageSettings;
import coop.imece.shard.decoder.Slice;
import coop.imece.stage.StageProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
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
  private static final String LINK_DELAY = "imece.node.link-delay";
  private static final StageLoad NO_LOAD = new StageLoad(0, 0, 0, 0);

  /** What the agent is told; only what the scheduler says crosses the wire. */
  public sealed interface Message
      permits Told, Loaded, LoadFailed, StageStopped, LoadReported, Advertising {}

  private record Told(NodeCommand command) implements Message {}

  private record Loaded(Slice slice) implements Message {}

  private record LoadFailed(LayerRange layers, Throwable cause) implements Message {}

  private record StageStopped(ActorRef<StageProtocol.Command> stage) implements Message {}

  private record LoadReported(StageLoad load) implements Message {}

  private enum Advertising implements Message {
    DUE
  }

  private final NodeOffer offer;
  private final SliceHolder holder;
  private final StageSettings stageSettings;
  private final Duration linkDelay;
  private final ActorRef<SchedulerProtocol.Command> scheduler;
  private final ActorRef<NodeCommand> self;
  private final ActorRef<StageLoad> loadReports;

  private Optional<LayerRange> wanted = Optional.empty();
  private SliceState state = SliceState.LOADING;
  private Optional<ActorRef<StageProtocol.Command>> stage = Optional.empty();

  /** How others reach the stage. */
  private Optional<ActorRef<StageProtocol.Command>> reached = Optional.empty();

  private StageLoad load = NO_LOAD;
  private long lastNumber = Long.MIN_VALUE;

  /**
   * @param stageSettings limits of a stage; its memory is what the offer leaves beside the weights
   */
  public static Behavior<Message> create(
      NodeOffer offer,
      SliceHolder holder,
      StageSettings stageSettings,
      ActorRef<SchedulerProtocol.Command> scheduler) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new NodeAgent(context, timers, offer, holder, stageSettings, scheduler)));
  }

  private NodeAgent(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      NodeOffer offer,
      SliceHolder holder,
      StageSettings stageSettings,
      ActorRef<SchedulerProtocol.Command> scheduler) {
    super(context);
    context.setLoggerName(NodeAgent.class);
    this.offer = offer;
    this.holder = holder;
    this.stageSettings = stageSettings;
    this.linkDelay = context.getSystem().settings().config().getDuration(LINK_DELAY);
    this.scheduler = scheduler;
    this.self = context.messageAdapter(NodeCommand.class, Told::new);
    this.loadReports = context.messageAdapter(StageLoad.class, LoadReported::new);
    timers.startTimerWithFixedDelay(Advertising.DUE, Duration.ZERO, ADVERTISE_EVERY);
    holder.loaded().ifPresent(this::serve);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Advertising.class, due -> onAdvertisingDue())
        .onMessage(LoadReported.class, this::onLoadReported)
        .onMessage(Told.class, this::onTold)
        .onMessage(Loaded.class, this::onLoaded)
        .onMessage(LoadFailed.class, this::onLoadFailed)
        .onMessage(StageStopped.class, this::onStageStopped)
        .build();
  }

  /** A stage is asked for its load first; its answer is what is advertised. */
  private Behavior<Message> onAdvertisingDue() {
    if (stage.isPresent()) {
      stage.get().tell(new ShardActor.ReportLoad(loadReports));
    } else {
      advertise();
    }
    return this;
  }

  private Behavior<Message> onLoadReported(LoadReported reported) {
    load = reported.load();
    advertise();
    return this;
  }

  private void advertise() {
    var held =
        wanted.map(
            layers ->
                new HeldSlice(
                    offer.model().id(),
                    layers,
                    state,
                    (int) Math.min(load.freeKvPositions(), Integer.MAX_VALUE),
                    load.sessions(),
                    speed()));
    scheduler.tell(
        new Advertise(
            new NodeAdvertisement(
                offer.node(),
                List.of(offer.model()),
                offer.memoryBytes(),
                offer.forcedLayers(),
                held,
                offer.region(),
                Optional.empty(),
                offer.startedAt()),
            self,
            stage.isPresent() ? reached : stage));
  }

  private Optional<StageSpeed> speed() {
    return load.secondsPerStep() > 0
        ? Optional.of(new StageSpeed(load.secondsPerStep(), load.secondsPerPromptPosition()))
        : Optional.empty();
  }

  private Behavior<Message> onTold(Told told) {
    if (!(told.command() instanceof ServeSlice serve)) {
      throw new IllegalStateException("unknown node command " + told.command().getClass());
    }
    if (serve.number() <= lastNumber || !serve.model().equals(offer.model().id())) {
      return this;
    }
    lastNumber = serve.number();
    if (!wanted.equals(Optional.of(serve.layers())) || state == SliceState.FAILED) {
      wanted = Optional.of(serve.layers());
      load(serve.layers());
    }
    return this;
  }

  private void load(LayerRange layers) {
    stage.ifPresent(
        running -> {
          getContext().unwatch(running);
          getContext().stop(running);
        });
    stage = Optional.empty();
    load = NO_LOAD;
    state = SliceState.LOADING;
    advertise();
    getContext().getLog().info("loading layers {} of {}", layers, offer.model().id());
    getContext()
        .pipeToSelf(
            holder.load(layers),
            (slice, cause) -> cause == null ? new Loaded(slice) : new LoadFailed(layers, cause));
  }

  private Behavior<Message> onLoaded(Loaded loaded) {
    if (wanted.equals(Optional.of(loaded.slice().layers()))) {
      serve(loaded.slice());
    }
    return this;
  }

  private void serve(Slice slice) {
    var kvBytes = Math.max(1, offer.memoryBytes() - slice.weightBytes());
    wanted = Optional.of(slice.layers());
    state = SliceState.READY;
    var running =
        getContext()
            .spawnAnonymous(
                ShardActor.create(slice, stageSettings.withKvBytes(kvBytes), holder.engine()),
                ShardActor.nextToTheWire());
    getContext().watchWith(running, new StageStopped(running));
    stage = Optional.of(running);
    reached = Optional.of(linkDelay.isZero() ? running : delayed(running));
    getContext()
        .getLog()
        .info(
            "serving layers {} of {}: {} MB of weights, {} MB for KV caches, {}",
            slice.layers(),
            offer.model().id(),
            slice.weightBytes() >> 20,
            kvBytes >> 20,
            slice.kernels());
    onAdvertisingDue();
  }

  private ActorRef<StageProtocol.Command> delayed(ActorRef<StageProtocol.Command> running) {
    return getContext().spawnAnonymous(DelayedStage.create(running, linkDelay));
  }

  private Behavior<Message> onLoadFailed(LoadFailed failed) {
    if (wanted.equals(Optional.of(failed.layers()))) {
      state = SliceState.FAILED;
      getContext()
          .getLog()
          .error("layers {} could not be loaded: {}", failed.layers(), reason(failed.cause()));
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
    if (stage.equals(Optional.of(stopped.stage()))) {
      stage = Optional.empty();
      holder.loaded().ifPresent(this::serve);
    }
    return this;
  }
}
