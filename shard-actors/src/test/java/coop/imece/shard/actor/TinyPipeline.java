package coop.imece.shard.actor;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.engine.EngineThread;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.StageAssignment;
import coop.imece.stage.StageProtocol.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** Real stages on real slices of a small model, in one process. */
final class TinyPipeline {
  /** Impatient, and with chunks so short that a prompt has several. */
  static final StageSettings SETTINGS =
      new StageSettings(
          64 << 20,
          64,
          true,
          Duration.ofMillis(50),
          8,
          2,
          16,
          Duration.ofMillis(20),
          20,
          Duration.ofMinutes(1),
          Duration.ofMillis(20),
          Duration.ofMinutes(1));

  private final ActorTestKit testKit;
  private final ModelFolder folder;
  private final StageSettings settings;
  private final Precision precision;
  private final List<Slice> slices = new ArrayList<>();
  private final List<ExecutorService> engines = new ArrayList<>();
  private final Set<EngineThread> hosts = new HashSet<>();
  private final List<ActorRef<Command>> stages = new ArrayList<>();
  private int nodes;

  TinyPipeline(ActorTestKit testKit, ModelFolder folder, StageSettings settings) {
    this(testKit, folder, settings, Precision.FP32);
  }

  TinyPipeline(
      ActorTestKit testKit, ModelFolder folder, StageSettings settings, Precision precision) {
    this.testKit = testKit;
    this.folder = folder;
    this.settings = settings;
    this.precision = precision;
  }

  /** A stage of its own node for each range. */
  PipelinePlan plan(List<LayerRange> ranges) {
    return plan(ranges, UnaryOperator.identity());
  }

  /**
   * @param line what stands between a stage and those who send to it
   */
  PipelinePlan plan(List<LayerRange> ranges, UnaryOperator<ActorRef<Command>> line) {
    return new PipelinePlan("tiny", ranges.stream().map(range -> stage(range, line)).toList());
  }

  StageAssignment stage(LayerRange layers, UnaryOperator<ActorRef<Command>> line) {
    return stage(layers, line, Executors.newSingleThreadExecutor());
  }

  /** A stage whose every batch takes so much longer than it says itself. */
  StageAssignment slowStage(LayerRange layers, long millis) {
    var engine = Executors.newSingleThreadScheduledExecutor();
    Executor later = task -> engine.schedule(task, millis, TimeUnit.MILLISECONDS);
    engines.add(engine);
    return stage(layers, UnaryOperator.identity(), later);
  }

  /** A stage whose tasks wait for the lock, one after the other. */
  StageAssignment heldStage(LayerRange layers, Lock gate) {
    var engine = Executors.newSingleThreadExecutor();
    engines.add(engine);
    Executor held =
        task ->
            engine.execute(
                () -> {
                  gate.lock();
                  try {
                    task.run();
                  } finally {
                    gate.unlock();
                  }
                });
    return stage(layers, UnaryOperator.identity(), held);
  }

  private StageAssignment stage(
      LayerRange layers, UnaryOperator<ActorRef<Command>> line, ExecutorService engine) {
    engines.add(engine);
    return stage(layers, line, (Executor) engine);
  }

  private StageAssignment stage(
      LayerRange layers, UnaryOperator<ActorRef<Command>> line, Executor engine) {
    return stage(layers, line, engine, DispatcherSelector.defaultDispatcher());
  }

  /** A stage that is its engine's guest, in an ActorSystem that was started with that engine. */
  StageAssignment guest(LayerRange layers, EngineThread engine) {
    hosts.add(engine);
    return stage(layers, UnaryOperator.identity(), engine, EngineDispatcher.selector());
  }

  private StageAssignment stage(
      LayerRange layers,
      UnaryOperator<ActorRef<Command>> line,
      Executor engine,
      DispatcherSelector where) {
    var slice = Slice.load(folder, layers, precision);
    var stage = testKit.spawn(ShardActor.create(slice, settings, engine), where);
    slices.add(slice);
    stages.add(stage);
    return new StageAssignment(NodeId.of(new byte[] {(byte) nodes++}), layers, line.apply(stage));
  }

  /** Whether a slice has weights to pack: on some machines none is quicker for it. */
  boolean canPack() {
    return slices.stream().anyMatch(Slice::canPack);
  }

  void close() throws InterruptedException {
    stages.forEach(testKit::stop);
    for (var engine : engines) {
      engine.shutdown();
      if (!engine.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("an engine still works");
      }
    }
    for (var host : hosts) {
      host.end();
      if (!host.awaitEnd(Duration.ofSeconds(30))) {
        throw new IllegalStateException("an engine still works");
      }
    }
    slices.forEach(Slice::close);
  }
}
