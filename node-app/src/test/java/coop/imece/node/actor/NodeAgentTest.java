package coop.imece.node.actor;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import coop.imece.core.Bytes;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.core.WalletId;
import coop.imece.node.conduct.PauseFile;
import coop.imece.node.device.DeviceStore;
import coop.imece.node.slice.SliceHolder;
import coop.imece.scheduler.NodeCommand.ServeSlice;
import coop.imece.scheduler.NodeCommand.Superseded;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.Advertise;
import coop.imece.scheduler.ServedModel;
import coop.imece.scheduler.SliceState;
import coop.imece.shard.actor.EngineDispatcher;
import coop.imece.shard.actor.StageSettings;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.weights.RandomModel;
import coop.imece.shard.weights.ShapePreset;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.PrefixBlocks;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.SessionEvent;
import coop.imece.stage.SessionEvent.SessionOpened;
import coop.imece.stage.SessionEvent.SessionRefused;
import coop.imece.stage.SessionTerms;
import coop.imece.stage.StageAssignment;
import coop.imece.stage.StageProtocol;
import coop.imece.stage.StageProtocol.EndSession;
import coop.imece.stage.StageProtocol.OpenSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeAgentTest {
  private static final Bytes KEY = Bytes.own(new byte[32]);
  private static final NodeId NODE = NodeId.of(KEY.array());
  private static final ServedModel MODEL =
      new ServedModel("tiny", Precision.FP32, 4, 1, 1, 1, 1, 512);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private SliceHolder holder;
  private ActorTestKit kit;
  private TestProbe<SchedulerProtocol.Command> scheduler;
  private TestProbe<SessionEvent> owner;
  private TestProbe<Done> done;

  @BeforeEach
  void start() {
    var config = ShapePreset.TINY.config();
    var model = RandomModel.write(folder.resolve("tiny"), config, 0.02, 1);
    holder = new SliceHolder(List.of(model), Precision.FP32, ComputeDevice.CPU);
    var local =
        ConfigFactory.parseString("pekko.actor.provider = local")
            .withFallback(ConfigFactory.load());
    var setup =
        ActorSystemSetup.create(
            BootstrapSetup.create(local), new EngineDispatcher.Engine(holder.engine()));
    kit = ActorTestKit.create(ActorSystem.create(Behaviors.empty(), "node", setup));
    scheduler = kit.createTestProbe();
    owner = kit.createTestProbe();
    done = kit.createTestProbe();
  }

  @AfterEach
  void stop() {
    kit.system().terminate();
    kit.system().getWhenTerminated().toCompletableFuture().join();
    holder.close();
  }

  /** An agent whose node serves the whole model, as the scheduler was told. */
  private ActorRef<NodeAgent.Message> serving(Duration drainWithin) {
    var offer =
        new NodeOffer(
            NODE,
            List.of(MODEL),
            1 << 24,
            Optional.empty(),
            Optional.empty(),
            Instant.EPOCH,
            new PauseFile(folder),
            drainWithin);
    var hardware =
        new HardwareOffer(
            KEY,
            WalletId.of(KEY.array()),
            new DeviceStore(folder, ComputeDevice.CPU),
            false,
            Duration.ZERO,
            Duration.ZERO);
    var stages =
        StageSettings.of(kit.system().settings().config().getConfig("imece.stage"), 1 << 24);
    var agent = kit.spawn(NodeAgent.create(offer, hardware, holder, stages, scheduler.getRef()));
    var first = scheduler.expectMessageClass(Advertise.class, LONG);
    first.node().tell(new ServeSlice("tiny", MODEL.allLayers(), 1));
    awaitState(SliceState.READY);
    return agent;
  }

  private Advertise awaitState(SliceState state) {
    while (true) {
      var said = scheduler.expectMessageClass(Advertise.class, LONG);
      if (said.advertisement().slice().filter(held -> held.state() == state).isPresent()) {
        return said;
      }
    }
  }

  private OpenSession session(int index, ActorRef<StageProtocol.Command> stage) {
    var plan =
        new PipelinePlan("tiny", List.of(new StageAssignment(NODE, MODEL.allLayers(), stage)));
    var terms =
        new SessionTerms(
            TokenIds.of(1, 2), 2, 2, 4, SamplingParameters.greedy(), Set.of(), PrefixBlocks.NONE);
    return new OpenSession(
        new SessionId(new UUID(1, index)), 1, plan, 0, terms, 0, owner.getRef(), Optional.empty());
  }

  @Test
  void a_paused_node_says_so_and_keeps_its_slice_until_it_is_resumed() {
    serving(LONG);
    new PauseFile(folder).pause(Optional.empty());
    var paused = awaitState(SliceState.PAUSED);
    assertEquals(MODEL.allLayers(), paused.advertisement().slice().orElseThrow().layers());
    assertEquals(true, holder.loaded().isPresent());
    new PauseFile(folder).resume();
    awaitState(SliceState.READY);
  }

  @Test
  void a_node_that_is_to_leave_finishes_its_sessions_and_takes_no_new_ones() {
    var agent = serving(LONG);
    scheduler.expectMessageClass(Advertise.class, LONG);
    var stage = awaitState(SliceState.READY).stage().orElseThrow();
    var running = session(1, stage);
    stage.tell(running);
    owner.expectMessageClass(SessionOpened.class, LONG);
    agent.tell(new NodeAgent.Drain(done.getRef()));
    assertEquals(1, awaitState(SliceState.DRAINING).advertisement().slice().get().sessions());
    stage.tell(session(2, stage));
    owner.expectMessageClass(SessionRefused.class, LONG);
    done.expectNoMessage(Duration.ofMillis(300));
    stage.tell(new EndSession(running.session(), PrefixBlocks.NONE));
    done.receiveMessage(LONG);
    done.expectTerminated(stage, LONG);
  }

  @Test
  void sessions_that_outlast_the_bound_learn_that_their_stage_is_gone() {
    var agent = serving(Duration.ofMillis(200));
    var stage = awaitState(SliceState.READY).stage().orElseThrow();
    stage.tell(session(1, stage));
    owner.expectMessageClass(SessionOpened.class, LONG);
    agent.tell(new NodeAgent.Drain(done.getRef()));
    owner.expectTerminated(stage, LONG);
    done.receiveMessage(LONG);
  }

  @Test
  void a_process_whose_identity_another_has_taken_over_ends() {
    serving(LONG);
    awaitState(SliceState.READY).node().tell(new Superseded());
    kit.system().getWhenTerminated().toCompletableFuture().orTimeout(20, SECONDS).join();
  }

  @Test
  void an_idle_node_leaves_at_once() {
    var agent = serving(LONG);
    agent.tell(new NodeAgent.Drain(done.getRef()));
    done.receiveMessage(Duration.ofSeconds(3));
  }
}
