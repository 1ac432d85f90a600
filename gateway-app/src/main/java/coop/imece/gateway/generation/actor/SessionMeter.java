package coop.imece.gateway.generation.actor;

import coop.imece.core.NodeId;
import coop.imece.gateway.carbon.CarbonUse;
import coop.imece.gateway.carbon.StageCarbon;
import coop.imece.gateway.carbon.actor.CarbonAccount.AnswerCost;
import coop.imece.gateway.carbon.actor.CarbonDesk;
import coop.imece.scheduler.PlanReply.Planned;
import coop.imece.scheduler.StageProfile;
import coop.imece.scheduler.hardware.HardwareClass;
import coop.imece.scheduler.registry.Rating;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** For how long each node worked on one answer, attempt by attempt, lost ones included. */
final class SessionMeter {
  private final AnswerSoFar answer;
  private final CarbonDesk desk;
  private final LongSupplier nanos;
  private final Map<NodeId, StageProfile> profiles = new HashMap<>();
  private final Map<NodeId, HardwareClass> classes = new HashMap<>();
  private final Map<NodeId, Double> seconds = new LinkedHashMap<>();
  private long openingNanos;
  private Optional<Attempt> running = Optional.empty();
  private Optional<CarbonUse> cost = Optional.empty();

  /**
   * @param position of the first token that it sampled
   */
  private record Attempt(OpenStages stages, int position, long beganNanos) {}

  /**
   * @param nanos a clock that does not go backwards
   */
  SessionMeter(AnswerSoFar answer, CarbonDesk desk, LongSupplier nanos) {
    this.answer = answer;
    this.desk = desk;
    this.nanos = nanos;
  }

  void planned(Planned plan) {
    plan.profiles().forEach(profile -> profiles.put(profile.node(), profile));
    for (Rating rating : plan.ratings()) {
      classes.put(rating.node(), rating.hardwareClass());
    }
  }

  /** Stages are asked to open: one that is alone computes from now on. */
  void opening() {
    openingNanos = nanos.getAsLong();
  }

  /** All stages have opened: several compute from now on. */
  void began(OpenStages stages) {
    var since = stages.plan().hasOneStage() ? openingNanos : nanos.getAsLong();
    running = Optional.of(new Attempt(stages, answer.nextPosition(), since));
  }

  /** The attempt is lost, or the answer ends: nothing more is computed in it. */
  void ended() {
    running.ifPresent(this::count);
    running = Optional.empty();
  }

  private void count(Attempt attempt) {
    var elapsed = Math.max(0, nanos.getAsLong() - attempt.beganNanos) / 1e9;
    var places = attempt.stages.plan().stages();
    var layers = attempt.stages.plan().last().layers().end();
    for (var stage = 0; stage < places.size(); stage++) {
      var place = places.get(stage);
      var prefilled = Math.max(0, attempt.position - attempt.stages.heldPositions(stage));
      var sampled = answer.nextPosition() - attempt.position;
      var share = elapsed * place.layers().count() / layers;
      var worked =
          Optional.ofNullable(profiles.get(place.node()))
              .flatMap(StageProfile::speed)
              .map(
                  s ->
                      prefilled * s.prefillSeconds() + Math.max(0, sampled - 1) * s.decodeSeconds())
              .orElse(share);
      seconds.merge(place.node(), Math.min(elapsed, worked), Double::sum);
    }
  }

  /** What the answer cost; the first call tells the account. */
  CarbonUse cost() {
    if (cost.isEmpty()) {
      ended();
      var stages = stages();
      desk.account().tell(new AnswerCost(stages));
      cost = Optional.of(CarbonUse.sum(stages.stream().map(CarbonUse::of).toList()));
    }
    return cost.get();
  }

  private List<StageCarbon> stages() {
    var intensities = desk.intensities().get();
    return seconds.entrySet().stream()
        .map(
            worked -> {
              var node = worked.getKey();
              var region = Optional.ofNullable(profiles.get(node)).flatMap(StageProfile::region);
              var measured = Optional.ofNullable(profiles.get(node)).flatMap(StageProfile::watts);
              var power = desk.power().of(node, Optional.ofNullable(classes.get(node)), measured);
              return StageCarbon.of(node, region, power, worked.getValue(), intensities.of(region));
            })
        .toList();
  }
}
