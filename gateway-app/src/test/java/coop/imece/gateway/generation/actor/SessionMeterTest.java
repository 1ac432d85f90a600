package coop.imece.gateway.generation.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.gateway.carbon.CarbonSettings;
import coop.imece.gateway.carbon.Intensities;
import coop.imece.gateway.carbon.StageCarbon;
import coop.imece.gateway.carbon.actor.CarbonAccount;
import coop.imece.gateway.carbon.actor.CarbonAccount.AnswerCost;
import coop.imece.gateway.carbon.actor.CarbonDesk;
import coop.imece.gateway.generation.GenerationRequest;
import coop.imece.scheduler.PlanReply.Planned;
import coop.imece.scheduler.StageProfile;
import coop.imece.scheduler.StageSpeed;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.StageAssignment;
import coop.imece.stage.StageProtocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

/** At 45 W, the power of a node without a benchmark, and 36 g/kWh, where 1 J is 10 ug. */
class SessionMeterTest {
  private static final NodeId FRONT = new NodeId("n_%032x".formatted(1));
  private static final NodeId BACK = new NodeId("n_%032x".formatted(2));
  private static final SessionId SESSION = new SessionId(new UUID(1, 2));
  private static final int PROMPT = 10;

  private final AtomicLong nanos = new AtomicLong();
  private final TestInbox<CarbonAccount.Command> account = TestInbox.create();
  private final AnswerSoFar answer =
      new AnswerSoFar(
          new GenerationRequest(
              SESSION,
              "m",
              TokenIds.own(new int[PROMPT]),
              new SamplingParameters(0, 1, 0, 0, 1, 0, 0),
              20),
          Set.of());
  private final SessionMeter meter =
      new SessionMeter(
          answer,
          new CarbonDesk(
              CarbonSettings.from(ConfigFactory.load()).power(),
              () -> new Intensities(Map.of(), 36),
              account.getRef()),
          nanos::get);

  private static PipelinePlan plan() {
    var stage = TestInbox.<StageProtocol.Command>create().getRef();
    return new PipelinePlan(
        "m",
        List.of(
            new StageAssignment(FRONT, new LayerRange(0, 3), stage),
            new StageAssignment(BACK, new LayerRange(3, 4), stage)));
  }

  /**
   * @param held positions that each stage has already
   */
  private void begin(PipelinePlan plan, Optional<StageSpeed> speed, int... held) {
    var profiles =
        plan.stages().stream()
            .map(place -> new StageProfile(place.node(), Optional.empty(), speed, Optional.empty()))
            .toList();
    meter.planned(new Planned(SESSION, plan, List.of(), profiles));
    var stages = new OpenStages(plan);
    IntStream.range(0, held.length).forEach(stage -> stages.opened(stage, held[stage]));
    meter.opening();
    meter.began(stages);
  }

  private void sample(int tokens) {
    IntStream.range(0, tokens).forEach(token -> answer.add(7));
  }

  private void seconds(double passed) {
    nanos.addAndGet((long) (passed * 1e9));
  }

  private List<Long> millijoules() {
    meter.cost();
    var told = (AnswerCost) account.receiveMessage();
    return told.stages().stream().map(StageCarbon::millijoules).toList();
  }

  @Test
  void a_stage_worked_for_its_prompt_positions_and_each_step_behind_the_first_token() {
    begin(plan(), Optional.of(new StageSpeed(0.1, 0.01)), 0, 4);
    sample(6);
    seconds(100);
    assertEquals(
        List.of(
            Math.round(45_000 * (10 * 0.01 + 5 * 0.1)), Math.round(45_000 * (6 * 0.01 + 5 * 0.1))),
        millijoules());
  }

  @Test
  void a_stage_never_worked_for_longer_than_the_attempt_lasted() {
    begin(plan(), Optional.of(new StageSpeed(0.1, 0.01)), 0, 0);
    sample(6);
    seconds(0.2);
    assertEquals(List.of(9_000L, 9_000L), millijoules());
  }

  @Test
  void without_a_measured_speed_time_is_shared_by_layers() {
    begin(plan(), Optional.empty(), 0, 0);
    sample(1);
    seconds(4);
    assertEquals(List.of(135_000L, 45_000L), millijoules());
  }

  @Test
  void an_attempt_that_was_lost_has_cost_too_and_the_time_between_attempts_nothing() {
    var speed = Optional.of(new StageSpeed(0.1, 0.01));
    begin(plan(), speed, 0, 0);
    sample(3);
    seconds(10);
    meter.ended();
    seconds(50);
    begin(plan(), speed, 12, 0);
    sample(2);
    seconds(10);
    assertEquals(
        List.of(
            Math.round(45_000 * (0.1 + 0.2 + 0.01 + 0.1)),
            Math.round(45_000 * (0.1 + 0.2 + 0.13 + 0.1))),
        millijoules());
  }

  @Test
  void the_account_is_told_once_and_of_nothing_when_nothing_began() {
    assertEquals(List.of(), millijoules());
    meter.cost();
    assertEquals(List.of(), account.getAllReceived());
  }
}
