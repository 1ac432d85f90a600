package coop.imece.gateway.generation.actor;

import coop.imece.core.SessionId;
import coop.imece.scheduler.SeenSteps;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.StageProtocol.Begin;
import coop.imece.stage.StageProtocol.Resend;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which stages of a plan have opened the session, and when each was last heard. */
final class OpenStages {
  private static final int NOT_OPEN = -1;

  private final PipelinePlan plan;
  private final int[] held;
  private final int[] unanswered;
  private final Optional<SoloSteps> solo;

  OpenStages(PipelinePlan plan) {
    this.plan = plan;
    held = new int[plan.stages().size()];
    unanswered = new int[plan.stages().size()];
    Arrays.fill(held, NOT_OPEN);
    solo =
        plan.hasOneStage()
            ? Optional.of(new SoloSteps(plan.model(), plan.first()))
            : Optional.empty();
  }

  PipelinePlan plan() {
    return plan;
  }

  void opened(int stage, int heldPositions) {
    held[stage] = heldPositions;
  }

  boolean allOpen() {
    return Arrays.stream(held).noneMatch(positions -> positions == NOT_OPEN);
  }

  List<Integer> notOpen() {
    return IntStream.range(0, held.length).filter(i -> held[i] == NOT_OPEN).boxed().toList();
  }

  /** The positions that every stage has, which is what a session may start behind. */
  int heldByAll() {
    return Arrays.stream(held).min().orElseThrow();
  }

  /** Whether some stage has more than all have. */
  boolean differ() {
    return Arrays.stream(held).anyMatch(positions -> positions != heldByAll());
  }

  int heldPositions(int stage) {
    return held[stage];
  }

  /**
   * Tells the first stage to begin, and those that go on to send what the next one has missed. One
   * that is alone has begun.
   */
  void begin(SessionId session, int attempt) {
    if (plan.hasOneStage()) {
      return;
    }
    plan.first().stage().tell(new Begin(session, attempt));
    for (var stage : behindWhichSomethingIsMissing()) {
      plan.stages().get(stage).stage().tell(new Resend(session, attempt, held[stage + 1]));
    }
  }

  /** Asks the last stage for sampled tokens that were lost on the way. */
  void askAgain(SessionId session, int attempt, int fromPosition) {
    plan.last().stage().tell(new Resend(session, attempt, fromPosition));
  }

  /**
   * Stages behind which the next one has missed something: it is new in the plan, or it had not run
   * all that this one sent when the attempt before was lost.
   */
  private List<Integer> behindWhichSomethingIsMissing() {
    return IntStream.range(0, held.length - 1).filter(i -> held[i] > held[i + 1]).boxed().toList();
  }

  void heard(int stage) {
    unanswered[stage] = 0;
  }

  /** The token at a position was sampled: all stages work. */
  void sampled(int position, long nanos) {
    heardAll();
    solo.ifPresent(steps -> steps.came(position, nanos));
  }

  /** The steps of a stage that serves alone. */
  Optional<SeenSteps> seen() {
    return solo.flatMap(SoloSteps::seen);
  }

  void heardAll() {
    Arrays.fill(unanswered, 0);
  }

  /** Counts a probe to every stage. */
  void probed() {
    for (var i = 0; i < unanswered.length; i++) {
      unanswered[i]++;
    }
  }

  /** Stages that left more than {@code limit} probes unanswered. */
  List<Integer> silent(int limit) {
    return IntStream.range(0, unanswered.length)
        .filter(i -> unanswered[i] > limit)
        .boxed()
        .toList();
  }
}
