package coop.imece.gateway.bench.scheduler;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.gateway.bench.scheduler.SimulatedPopulation.Machine;
import coop.imece.ledger.journal.JournalStart;
import coop.imece.scheduler.NodeCommand;
import coop.imece.scheduler.PlanReply;
import coop.imece.scheduler.SchedulerProtocol.Advertise;
import coop.imece.scheduler.SchedulerProtocol.Command;
import coop.imece.scheduler.SchedulerProtocol.PlanSession;
import coop.imece.scheduler.SchedulerProtocol.RegisterHardware;
import coop.imece.scheduler.actor.Scheduler;
import coop.imece.scheduler.actor.SchedulerSettings;
import coop.imece.scheduler.hardware.DeviceKind;
import coop.imece.scheduler.hardware.DeviceMeasures;
import coop.imece.scheduler.hardware.DeviceScores;
import coop.imece.scheduler.registry.FactCommand;
import coop.imece.scheduler.registry.Measurement;
import coop.imece.scheduler.registry.actor.DurableRegistry;
import coop.imece.scheduler.registry.actor.RegistryProtocol;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Batch;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Ratings;
import coop.imece.stage.StageProtocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * What joins and plans cost by the scheduler's actor, whose registry is in an H2 journal. Each
 * simulated node is an actor that says it serves whatever it is told to.
 */
final class SchedulerActorScale implements AutoCloseable {
  /** Joins of which the journal has not said yet that they are durable. */
  private static final int UNDER_WAY = 2_000;

  private static final int WARM_UP = 500;
  private static final int PLANS = 2_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final WalletId WALLET = new WalletId("w_%032x".formatted(1));
  private static final DeviceMeasures MEASURES =
      new DeviceMeasures(4e11, 2e10, 1e10, List.of(0.01, 0.01, 0.01, 0.01));

  private final ActorSystem<Void> system;
  private final AtomicLong durable = new AtomicLong();
  private final ActorRef<Command> scheduler;
  private final ActorRef<StageProtocol.Command> stage;
  private final Map<NodeId, Advertise> serving = new ConcurrentHashMap<>();
  private final SimulatedPopulation population;
  private final Random random;

  /**
   * Seconds, but for the rate.
   *
   * @param joinsPerSecond from the first advertisement until the last benchmark is in the journal
   */
  record Cost(int nodes, double joinsPerSecond, double planMedian, double plan99) {}

  SchedulerActorScale(Path directory, long seed) {
    var config = JournalStart.prepare(config(directory));
    var settings = SchedulerSettings.from(config);
    this.system = ActorSystem.create(Behaviors.empty(), "bench", config);
    this.scheduler =
        system.systemActorOf(
            Scheduler.create(
                settings,
                () -> System.nanoTime() / 1_000_000,
                1,
                counted(
                    DurableRegistry.create(settings.registry(), System::currentTimeMillis),
                    durable)),
            "scheduler",
            Props.empty());
    this.stage = system.systemActorOf(Behaviors.ignore(), "stage", Props.empty());
    this.population = new SimulatedPopulation(SimulatedPopulation.MODEL, seed);
    this.random = new Random(seed);
  }

  private static Config config(Path directory) {
    return ConfigFactory.parseMap(
            Map.of(
                "pekko.actor.provider",
                "local",
                "pekko.loglevel",
                "WARNING",
                "imece.ledger.directory",
                directory.toString(),
                // The clock of the simulated nodes stands still.
                "imece.scheduler.forget-after",
                "1h"))
        .withFallback(ConfigFactory.load());
  }

  Cost measure(int nodes) throws InterruptedException {
    var machines = new ArrayList<Machine>();
    for (var number = 0; number < nodes; number++) {
      machines.add(population.machine(number));
    }
    var start = System.nanoTime();
    for (var number = 0; number < nodes; number++) {
      join(number, machines.get(number));
      awaitDurable(number + 1 - UNDER_WAY);
    }
    awaitDurable(nodes);
    var joining = (System.nanoTime() - start) / 1e9;
    var plans = new long[PLANS];
    for (var round = -WARM_UP; round < PLANS; round++) {
      var took = plan(round + WARM_UP);
      if (round >= 0) {
        plans[round] = took;
      }
    }
    Arrays.sort(plans);
    return new Cost(nodes, nodes / joining, plans[PLANS / 2] / 1e9, plans[PLANS * 99 / 100] / 1e9);
  }

  private void join(int number, Machine machine) {
    var node = system.systemActorOf(node(machine), "node-" + number, Props.empty());
    scheduler.tell(new Advertise(machine.fresh(), node, Optional.empty()));
    scheduler.tell(
        new RegisterHardware(
            new Measurement(
                SimulatedPopulation.key(number),
                WALLET,
                "fingerprint-" + number,
                "simulated",
                DeviceKind.ACCELERATOR,
                MEASURES,
                new DeviceScores(0.3, 0.3, 0.3))));
  }

  private Behavior<NodeCommand> node(Machine machine) {
    return Behaviors.setup(
        context ->
            Behaviors.receive(NodeCommand.class)
                .onMessage(
                    NodeCommand.ServeSlice.class,
                    told -> {
                      var said =
                          new Advertise(
                              machine.serving(told.layers(), 0),
                              context.getSelf(),
                              Optional.of(stage));
                      serving.put(machine.fresh().node(), said);
                      scheduler.tell(said);
                      return Behaviors.same();
                    })
                .onAnyMessage(other -> Behaviors.same())
                .build());
  }

  private void awaitDurable(int joins) throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (durable.get() < joins) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%d joins are durable after %s, need %d".formatted(durable.get(), PATIENCE, joins));
      }
      TimeUnit.MICROSECONDS.sleep(200);
    }
  }

  private long plan(int number) {
    var session = SessionId.of(number, random);
    var promptTokens = 1 + random.nextInt(2_000);
    var maxTokens = 1 + random.nextInt(500);
    var start = System.nanoTime();
    var reply =
        AskPattern.<Command, PlanReply>ask(
                scheduler,
                replyTo ->
                    new PlanSession(
                        session,
                        SimulatedPopulation.MODEL.id(),
                        promptTokens,
                        maxTokens,
                        Set.of(),
                        replyTo),
                PATIENCE,
                system.scheduler())
            .toCompletableFuture()
            .join();
    var took = System.nanoTime() - start;
    if (!(reply instanceof PlanReply.Planned planned)) {
      throw new IllegalStateException("no pipeline: " + reply);
    }
    // The session is over, say its nodes.
    planned.plan().stages().forEach(place -> scheduler.tell(serving.get(place.node())));
    return took;
  }

  /** The registry, and how many benchmarks its journal has. */
  private static Behavior<RegistryProtocol.Command> counted(
      Behavior<RegistryProtocol.Command> registry, AtomicLong durable) {
    return Behaviors.setup(
        context -> {
          var kept = context.spawn(registry, "durable");
          return Behaviors.receiveMessage(
              message -> {
                kept.tell(
                    message instanceof Batch batch
                        ? new Batch(batch.commands(), context.spawnAnonymous(relay(batch, durable)))
                        : message);
                return Behaviors.same();
              });
        });
  }

  private static Behavior<Ratings> relay(Batch batch, AtomicLong durable) {
    return Behaviors.receiveMessage(
        ratings -> {
          durable.addAndGet(
              batch.commands().stream().filter(FactCommand.Measured.class::isInstance).count());
          batch.replyTo().tell(ratings);
          return Behaviors.stopped();
        });
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
