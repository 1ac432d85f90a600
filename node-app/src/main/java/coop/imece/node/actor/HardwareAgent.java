package coop.imece.node.actor;

import coop.imece.node.device.DeviceResult;
import coop.imece.node.device.DeviceRun;
import coop.imece.node.device.Machine;
import coop.imece.node.device.MachineReader;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.RegisterHardware;
import coop.imece.shard.actor.ShardActor;
import coop.imece.shard.actor.StageLoad;
import coop.imece.stage.StageProtocol;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Tells the scheduler what hardware the node has. A machine without a result is measured once the
 * node's stage serves and has no sessions: in short steps on the stage's own thread, so that a
 * session that comes meanwhile waits for one step.
 */
final class HardwareAgent extends AbstractBehavior<HardwareAgent.Command> {
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(1);

  sealed interface Command permits Report, StageIs, Internal {}

  /** From the scheduler, by the node's agent. */
  record Report(boolean again) implements Command {}

  /** From the node's agent: what serves, if anything. */
  record StageIs(Optional<ActorRef<StageProtocol.Command>> stage) implements Command {}

  /** To the node's agent: the hardware is known to the scheduler. */
  record HardwareKnown(String fingerprint) {}

  private sealed interface Internal extends Command
      permits MachineRead, LoadSeen, Began, Stepped, Finished, Failed, Timer {}

  private record MachineRead(Machine machine, Optional<DeviceResult> result) implements Internal {}

  private record LoadSeen(StageLoad load) implements Internal {}

  /** Both empty while another process measures. */
  private record Began(Optional<DeviceRun> run, Optional<DeviceResult> foundNow)
      implements Internal {}

  private record Stepped(boolean more) implements Internal {}

  private record Finished(DeviceResult result) implements Internal {}

  private record Failed(Throwable cause) implements Internal {}

  private enum Timer implements Internal {
    LOOK_AGAIN
  }

  private final TimerScheduler<Command> timers;
  private final HardwareOffer offer;
  private final Executor engine;
  private final ActorRef<SchedulerProtocol.Command> scheduler;
  private final ActorRef<HardwareKnown> agent;
  private final ActorRef<StageLoad> loads;

  private Optional<Machine> machine = Optional.empty();
  private Optional<DeviceResult> result = Optional.empty();
  private Optional<ActorRef<StageProtocol.Command>> stage = Optional.empty();
  private Optional<DeviceRun> run = Optional.empty();
  private boolean wanted;
  private boolean computing;

  /** A kept result must be newer: Unix time. */
  private long wantedSinceMillis = Long.MIN_VALUE;

  /** When the stage has served long enough to be measured beside. */
  private long readyNanos;

  /**
   * @param engine the thread that computes with the node's slice
   */
  static Behavior<Command> create(
      HardwareOffer offer,
      Executor engine,
      ActorRef<SchedulerProtocol.Command> scheduler,
      ActorRef<HardwareKnown> agent) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new HardwareAgent(context, timers, offer, engine, scheduler, agent)));
  }

  private HardwareAgent(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      HardwareOffer offer,
      Executor engine,
      ActorRef<SchedulerProtocol.Command> scheduler,
      ActorRef<HardwareKnown> agent) {
    super(context);
    context.setLoggerName(HardwareAgent.class);
    this.timers = timers;
    this.offer = offer;
    this.engine = engine;
    this.scheduler = scheduler;
    this.agent = agent;
    this.loads = context.messageAdapter(StageLoad.class, LoadSeen::new);
    var blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    later(
        () -> {
          var read = MachineReader.read();
          return new MachineRead(read, offer.store().read(read.fingerprint()));
        },
        blocking);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(StageIs.class, this::onStageIs)
        .onMessage(Report.class, this::onReport)
        .onMessage(MachineRead.class, this::onMachineRead)
        .onMessage(LoadSeen.class, this::onLoadSeen)
        .onMessage(Began.class, this::onBegan)
        .onMessage(Stepped.class, this::onStepped)
        .onMessage(Finished.class, this::onFinished)
        .onMessage(Failed.class, this::onFailed)
        .onMessage(Timer.class, timer -> measureWhenIdle())
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  private <T extends Internal> void later(Supplier<T> work, Executor where) {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(work, where),
            (done, cause) -> cause == null ? done : new Failed(cause));
  }

  private Behavior<Command> onMachineRead(MachineRead read) {
    machine = Optional.of(read.machine());
    if (read.result().isPresent()) {
      known(read.result().get());
      return this;
    }
    return want();
  }

  private Behavior<Command> onReport(Report report) {
    if (report.again()) {
      wantedSinceMillis = System.currentTimeMillis();
      return want();
    }
    result.ifPresent(this::tell);
    return this;
  }

  private Behavior<Command> want() {
    wanted = offer.measures();
    return measureWhenIdle();
  }

  private Behavior<Command> onStageIs(StageIs is) {
    stage = is.stage();
    readyNanos = System.nanoTime() + offer.measureAfter().toNanos();
    timers.startSingleTimer(Timer.LOOK_AGAIN, offer.measureAfter());
    return this;
  }

  /** Asks the stage whether it is idle; asks again later when it is not, or does not answer. */
  private Behavior<Command> measureWhenIdle() {
    var early = System.nanoTime() - readyNanos < 0;
    if (wanted && !early && !computing && machine.isPresent() && stage.isPresent()) {
      timers.startSingleTimer(Timer.LOOK_AGAIN, LOOK_AGAIN_AFTER);
      stage.get().tell(new ShardActor.ReportLoad(loads));
    }
    return this;
  }

  private Behavior<Command> onLoadSeen(LoadSeen seen) {
    var impatient = System.nanoTime() - readyNanos > offer.measureWithin().toNanos();
    if (wanted && !computing && (seen.load().sessions() == 0 || impatient)) {
      timers.cancel(Timer.LOOK_AGAIN);
      computing = true;
      if (run.isEmpty()) {
        later(() -> begin(machine.orElseThrow(), wantedSinceMillis), engine);
      } else {
        var going = run.get();
        later(() -> new Stepped(going.next()), engine);
      }
    }
    return this;
  }

  private Began begin(Machine measured, long sinceMillis) {
    var kept =
        offer.store().read(measured.fingerprint()).filter(r -> r.measuredAtMillis() > sinceMillis);
    return kept.isPresent()
        ? new Began(Optional.empty(), kept)
        : new Began(DeviceRun.begin(offer.store(), measured), Optional.empty());
  }

  private Behavior<Command> onBegan(Began began) {
    computing = false;
    run = began.run();
    if (began.foundNow().isPresent()) {
      known(began.foundNow().get());
    } else if (run.isPresent()) {
      getContext().getLog().info("measuring this machine, while the stage is idle");
      return measureWhenIdle();
    } else {
      timers.startSingleTimer(Timer.LOOK_AGAIN, LOOK_AGAIN_AFTER);
    }
    return this;
  }

  private Behavior<Command> onStepped(Stepped stepped) {
    computing = false;
    if (stepped.more()) {
      return measureWhenIdle();
    }
    var done = run.orElseThrow();
    run = Optional.empty();
    computing = true;
    later(
        () -> {
          try (done) {
            return new Finished(done.keep());
          }
        },
        engine);
    return this;
  }

  private Behavior<Command> onFinished(Finished finished) {
    computing = false;
    known(finished.result());
    return this;
  }

  private void known(DeviceResult found) {
    wanted = false;
    result = Optional.of(found);
    getContext()
        .getLog()
        .info(
            "this machine is {}: {}, multiplier {} ({})",
            found.fingerprint(),
            found.hardwareClass(),
            found.m4() / 1e4,
            found.description());
    tell(found);
    agent.tell(new HardwareKnown(found.fingerprint()));
  }

  private void tell(DeviceResult found) {
    scheduler.tell(new RegisterHardware(offer.measurement(found)));
  }

  /** Without hardware the node serves all the same, and is tried again at its next start. */
  private Behavior<Command> onFailed(Failed failed) {
    wanted = false;
    computing = false;
    closeRun();
    getContext().getLog().error("this machine could not be measured", failed.cause());
    return this;
  }

  private Behavior<Command> onStop() {
    closeRun();
    return this;
  }

  /** Behind a step that may still run. */
  private void closeRun() {
    run.ifPresent(going -> engine.execute(going::close));
    run = Optional.empty();
  }
}
