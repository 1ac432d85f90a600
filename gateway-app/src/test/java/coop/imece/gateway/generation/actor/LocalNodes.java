package coop.imece.gateway.generation.actor;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.scheduler.NoPipelineReason;
import coop.imece.scheduler.PlanReply.NoPipeline;
import coop.imece.scheduler.PlanReply.Planned;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.PlanSession;
import coop.imece.shard.actor.ShardActor;
import coop.imece.shard.actor.StageSettings;
import coop.imece.shard.decoder.Slice;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.StageAssignment;
import coop.imece.stage.StageProtocol.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Real stages in one process, two for each slice, and a scheduler that knows which are up. */
final class LocalNodes {
  private static final StageSettings SETTINGS =
      new StageSettings(
          64 << 20,
          64,
          true,
          Duration.ofMillis(50),
          8,
          2,
          16,
          Duration.ofMillis(40),
          3,
          Duration.ofMinutes(1),
          Duration.ofMillis(20),
          Duration.ofMinutes(1));

  private final ActorTestKit testKit;
  private final ModelFolder folder;
  private final List<LayerRange> ranges;
  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  private final List<Slice> slices = new ArrayList<>();
  private final List<ExecutorService> engines = new ArrayList<>();
  private int started;

  /** One stage, behind a line that can be cut: what is sent to a node that hangs is lost. */
  record Node(StageAssignment place, ActorRef<Command> stage, Line line) {}

  static final class Line {
    volatile boolean cut;
  }

  LocalNodes(ActorTestKit testKit, ModelFolder folder, int stages) {
    this.testKit = testKit;
    this.folder = folder;
    this.ranges = LayerRange.split(folder.config().shape().layers(), stages);
    for (var round = 0; round < 2; round++) {
      for (var range : ranges) {
        slices.add(Slice.load(folder, range, Precision.FP32));
        engines.add(Executors.newSingleThreadExecutor());
        start(slices.size() - 1);
      }
    }
  }

  private void start(int index) {
    var slice = slices.get(index);
    var stage = testKit.spawn(ShardActor.create(slice, SETTINGS, engines.get(index)));
    var line = new Line();
    var front = testKit.spawn(front(stage, line));
    var place =
        new StageAssignment(
            NodeId.of(new byte[] {(byte) (started >> 8), (byte) started++}), slice.layers(), front);
    nodes.add(new Node(place, stage, line));
  }

  /** Ends with its stage, as a node's address does with the node. */
  private static Behavior<Command> front(ActorRef<Command> stage, Line line) {
    return Behaviors.setup(
        context -> {
          context.watch(stage);
          return Behaviors.receive(Command.class)
              .onAnyMessage(
                  message -> {
                    if (!line.cut) {
                      stage.tell(message);
                    }
                    return Behaviors.same();
                  })
              .onSignal(Terminated.class, gone -> Behaviors.stopped())
              .build();
        });
  }

  /** The first stage in the list serves each range: kills and hangs strike it, a spare follows. */
  Node serving(int stage) {
    return nodes.stream()
        .filter(node -> node.place().layers().equals(ranges.get(stage)))
        .findFirst()
        .orElseThrow();
  }

  /** The stage is gone at once; a fresh one starts in its stead, as a spare. */
  void kill(Node node) {
    remove(node);
    restart(node);
  }

  /** The stage is gone, and nothing follows it. */
  void remove(Node node) {
    nodes.remove(node);
    testKit.stop(node.stage());
  }

  /** The stage takes nothing any more, as under SIGSTOP; nobody is told. */
  void hang(Node node) {
    node.line().cut = true;
  }

  /** Ends a stage that hung and starts a fresh one. */
  void replace(Node node) {
    kill(node);
  }

  private void restart(Node node) {
    var range = node.place().layers();
    var index = ranges.indexOf(range);
    start(index + ranges.size() * (started % 2));
  }

  ActorRef<SchedulerProtocol.Command> scheduler() {
    return testKit.spawn(
        Behaviors.receive(SchedulerProtocol.Command.class)
            .onMessage(
                PlanSession.class,
                ask -> {
                  var plan = plan(ask);
                  ask.replyTo()
                      .tell(
                          plan.isPresent()
                              ? new Planned(ask.session(), plan.get())
                              : new NoPipeline(
                                  ask.session(),
                                  NoPipelineReason.LAYERS_MISSING,
                                  "layers are missing",
                                  List.of()));
                  return Behaviors.same();
                })
            .build());
  }

  private Optional<PipelinePlan> plan(PlanSession ask) {
    var stages =
        ranges.stream()
            .flatMap(
                range ->
                    nodes.stream()
                        .map(Node::place)
                        .filter(place -> place.layers().equals(range))
                        .filter(place -> !ask.avoid().contains(place.node()))
                        .limit(1))
            .collect(Collectors.toList());
    return stages.size() == ranges.size()
        ? Optional.of(new PipelinePlan(ask.model(), stages))
        : Optional.empty();
  }

  void close() throws InterruptedException {
    nodes.forEach(node -> testKit.stop(node.stage()));
    for (var engine : engines) {
      engine.shutdown();
      if (!engine.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("an engine still works");
      }
    }
    slices.forEach(Slice::close);
  }
}
