package coop.imece.node.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import coop.imece.core.Bytes;
import coop.imece.core.NodeId;
import coop.imece.core.WalletId;
import coop.imece.node.actor.HardwareAgent.Command;
import coop.imece.node.actor.HardwareAgent.HardwareKnown;
import coop.imece.node.actor.HardwareAgent.Report;
import coop.imece.node.actor.HardwareAgent.StageIs;
import coop.imece.node.device.DeviceResult;
import coop.imece.node.device.DeviceStore;
import coop.imece.node.device.MachineReader;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.RegisterHardware;
import coop.imece.scheduler.Sightings;
import coop.imece.scheduler.hardware.DeviceKind;
import coop.imece.scheduler.hardware.DeviceMeasures;
import coop.imece.shard.actor.ShardActor.ReportLoad;
import coop.imece.shard.actor.StageLoad;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.stage.StageProtocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardwareAgentTest {
  private static final Bytes KEY = Bytes.own(new byte[32]);
  private static final WalletId WALLET = new WalletId("w_%032x".formatted(1));
  private static final String FINGERPRINT = MachineReader.read().fingerprint();
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.actor.provider = local")
              .withFallback(ConfigFactory.load()));
  private final ExecutorService engine = Executors.newSingleThreadExecutor();
  private final TestProbe<SchedulerProtocol.Command> scheduler = kit.createTestProbe();
  private final TestProbe<HardwareKnown> known = kit.createTestProbe();
  private final TestProbe<StageProtocol.Command> stage = kit.createTestProbe();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    engine.shutdown();
  }

  private DeviceStore store() {
    return new DeviceStore(folder, ComputeDevice.CPU);
  }

  private ActorRef<Command> agent(boolean measures) {
    var offer =
        new HardwareOffer(KEY, WALLET, store(), measures, Duration.ZERO, Duration.ofHours(1));
    return kit.spawn(HardwareAgent.create(offer, engine, scheduler.getRef(), known.getRef()));
  }

  private static DeviceResult result(long atMillis) {
    var measures = new DeviceMeasures(3.5e11, 3e10, 2e10, List.of(0.005, 0.006, 0.007, 0.01));
    return new DeviceResult(
        FINGERPRINT, "a machine", DeviceKind.NO_ACCELERATOR, "bf16", measures, atMillis);
  }

  private void answerLoad(int sessions) {
    var asked = (ReportLoad) stage.receiveMessage(LONG);
    asked.replyTo().tell(new StageLoad(sessions, 1_000, 0, 0, Sightings.NONE));
  }

  private ActorRef<StageProtocol.Command> stageWith(AtomicInteger sessions, AtomicInteger asked) {
    return kit.spawn(
        Behaviors.receiveMessage(
            message -> {
              asked.incrementAndGet();
              ((ReportLoad) message)
                  .replyTo()
                  .tell(new StageLoad(sessions.get(), 1_000, 0, 0, Sightings.NONE));
              return Behaviors.same();
            }));
  }

  private RegisterHardware registered() {
    return scheduler.expectMessageClass(RegisterHardware.class, LONG);
  }

  @Test
  void a_machine_that_was_measured_before_is_registered_at_once_and_whenever_it_is_asked_for() {
    store().write(result(1));
    var agent = agent(true);
    var said = registered().measurement();
    assertEquals(NodeId.of(KEY.array()), said.node());
    assertEquals(WALLET, said.wallet());
    assertEquals(FINGERPRINT, said.fingerprint());
    assertEquals(result(1).scores(), said.scores());
    assertEquals(result(1).measures(), said.measures());
    assertEquals(new HardwareKnown(FINGERPRINT), known.receiveMessage());
    agent.tell(new Report(false));
    assertEquals(said, registered().measurement());
  }

  @Test
  void a_machine_without_a_result_is_measured_when_the_stage_is_idle_and_the_result_is_kept() {
    var agent = agent(true);
    var sessions = new AtomicInteger(1);
    var asked = new AtomicInteger();
    agent.tell(new StageIs(Optional.of(stageWith(sessions, asked))));
    known.awaitAssert(
        () -> {
          assertTrue(asked.get() > 1, "it asks again");
          return null;
        });
    store().tryTurn().orElseThrow().close(); // it has not begun
    sessions.set(0);
    var said = registered().measurement();
    assertEquals(store().read(FINGERPRINT).orElseThrow().measures(), said.measures());
    assertTrue(asked.get() > 50, "the stage is asked before every step, was " + asked);
    var turn = store().tryTurn();
    assertTrue(turn.isPresent(), "others may measure again");
    turn.get().close();
  }

  @Test
  void a_node_waits_for_the_other_one_that_measures_and_takes_its_result() {
    var turn = store().tryTurn().orElseThrow();
    var agent = agent(true);
    var asked = new AtomicInteger();
    agent.tell(new StageIs(Optional.of(stageWith(new AtomicInteger(0), asked))));
    known.awaitAssert(
        () -> {
          assertTrue(asked.get() > 1, "it did not begin: it asks again");
          return null;
        });
    store().write(result(1));
    turn.close();
    assertEquals(result(1).measures(), registered().measurement().measures());
  }

  @Test
  void told_to_measure_again_it_does_not_take_an_older_result() {
    store().write(result(1));
    var agent = agent(true);
    registered();
    agent.tell(new Report(true));
    agent.tell(new StageIs(Optional.of(stage.getRef())));
    stage.expectMessageClass(ReportLoad.class);
    var newer = result(System.currentTimeMillis() + 60_000);
    store().write(newer);
    answerLoad(0);
    assertEquals(newer.measures(), registered().measurement().measures());
  }

  @Test
  void a_node_that_is_not_to_measure_never_asks_its_stage() {
    var agent = agent(false);
    agent.tell(new StageIs(Optional.of(stage.getRef())));
    agent.tell(new Report(true));
    stage.expectNoMessage(Duration.ofMillis(300));
  }
}
