package coop.imece.scheduler.registry;

import coop.imece.core.NodeId;
import coop.imece.scheduler.hardware.Multiplier;
import coop.imece.scheduler.hardware.Quarantine;
import coop.imece.scheduler.registry.FactCommand.ClearReview;
import coop.imece.scheduler.registry.FactCommand.Measured;
import coop.imece.scheduler.registry.FactCommand.OpenReview;
import coop.imece.scheduler.registry.FactCommand.Presence;
import coop.imece.scheduler.registry.FactCommand.StepTimeSeen;
import coop.imece.scheduler.registry.FactCommand.TaskEnded;
import coop.imece.scheduler.registry.FactEvent.HardwareChanged;
import coop.imece.scheduler.registry.FactEvent.MultiplierCapped;
import coop.imece.scheduler.registry.FactEvent.NodeAway;
import coop.imece.scheduler.registry.FactEvent.NodeRegistered;
import coop.imece.scheduler.registry.FactEvent.NodeRemeasured;
import coop.imece.scheduler.registry.FactEvent.NodeReturned;
import coop.imece.scheduler.registry.FactEvent.ReviewCleared;
import coop.imece.scheduler.registry.FactEvent.ReviewOpened;
import coop.imece.scheduler.registry.FactEvent.TaskRecorded;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which events follow from a command. Commands about nodes that never registered, and
 * commands that change nothing, lead to none.
 *
 * @param allowSharedHardware nodes of different wallets may run on one machine
 */
public record RegistryRules(boolean allowSharedHardware) {
  private static final int CHANGES_BEFORE_REVIEW = 3;

  /** A cap that differs by less is noise in the step times. */
  private static final double LEAST_CAP_CHANGE = 0.05;

  /** Each command is decided on what the ones before it lead to; the registry is not changed. */
  public List<FactEvent> decideAll(Registry current, List<FactCommand> commands, long nowMillis) {
    var registry = current.draft();
    var events = new ArrayList<FactEvent>();
    for (var command : commands) {
      var decided = decide(registry, command, nowMillis);
      decided.forEach(registry::apply);
      events.addAll(decided);
      for (var rated : Ratings.following(registry, command.node(), decided, nowMillis)) {
        registry.apply(rated);
        events.add(rated);
      }
    }
    events.addAll(Ratings.afterQuarantine(registry, nowMillis));
    return events;
  }

  List<FactEvent> decide(Registry registry, FactCommand command, long nowMillis) {
    if (command instanceof Measured measured) {
      return measured(registry, measured.measurement(), nowMillis);
    }
    if (command instanceof TaskEnded ended) {
      return taskEnded(registry, ended);
    }
    if (command instanceof StepTimeSeen seen) {
      return capped(registry, seen);
    }
    if (command instanceof Presence presence) {
      return presence(registry, presence);
    }
    if (command instanceof OpenReview open) {
      return review(registry, open.node(), ReviewReason.OPERATOR);
    }
    if (command instanceof ClearReview clear) {
      var underReview = registry.node(clear.node()).filter(n -> n.review().isPresent());
      return underReview.isPresent() ? List.of(new ReviewCleared(clear.node())) : List.of();
    }
    throw new IllegalStateException("unknown command " + command.getClass());
  }

  private List<FactEvent> measured(Registry registry, Measurement said, long nowMillis) {
    var known = registry.node(said.node());
    var events = new ArrayList<FactEvent>();
    if (known.isEmpty()) {
      events.add(new NodeRegistered(said, said.m4()));
    } else if (known.get().measured().equals(said)) {
      return List.of();
    } else if (known.get().measured().fingerprint().equals(said.fingerprint())) {
      events.add(new NodeRemeasured(said, said.m4()));
    } else {
      events.addAll(changed(registry, known.get(), said, nowMillis));
    }
    events.addAll(shared(registry, said));
    return events;
  }

  private static List<FactEvent> changed(
      Registry registry, NodeFacts known, Measurement said, long nowMillis) {
    var seconds = Quarantine.seconds(known.measured().m4(), said.m4());
    var until = seconds == 0 ? 0 : nowMillis + 1_000 * seconds;
    var left = registry.identity(known.measured().fingerprint()).quarantineUntilMillis();
    var changes = known.hardwareChanges() + 1;
    var events = new ArrayList<FactEvent>();
    events.add(new HardwareChanged(said, said.m4(), changes, Math.max(until, left)));
    if (changes >= CHANGES_BEFORE_REVIEW && known.review().isEmpty()) {
      events.add(new ReviewOpened(said.node(), ReviewReason.HARDWARE_CHANGES));
    }
    return events;
  }

  private List<FactEvent> shared(Registry registry, Measurement said) {
    var strangers =
        registry.withFingerprint(said.fingerprint()).stream()
            .filter(n -> !n.node().equals(said.node()))
            .filter(n -> !n.measured().wallet().equals(said.wallet()))
            .toList();
    var events = new ArrayList<FactEvent>();
    if (!allowSharedHardware && !strangers.isEmpty()) {
      strangers.stream()
          .filter(n -> n.review().isEmpty())
          .forEach(n -> events.add(new ReviewOpened(n.node(), ReviewReason.SHARED_HARDWARE)));
      if (registry.node(said.node()).filter(n -> n.review().isPresent()).isEmpty()) {
        events.add(new ReviewOpened(said.node(), ReviewReason.SHARED_HARDWARE));
      }
    }
    return events;
  }

  private static List<FactEvent> taskEnded(Registry registry, TaskEnded ended) {
    var node = registry.node(ended.node());
    if (node.isEmpty()) {
      return List.of();
    }
    var events = new ArrayList<FactEvent>();
    events.add(new TaskRecorded(ended.node(), ended.completed()));
    var fingerprint = node.get().measured().fingerprint();
    if (registry.identity(fingerprint).with(ended.completed()).unreliable()) {
      registry.withFingerprint(fingerprint).stream()
          .filter(n -> n.review().isEmpty())
          .forEach(n -> events.add(new ReviewOpened(n.node(), ReviewReason.LOW_RELIABILITY)));
    }
    return events;
  }

  private static List<FactEvent> capped(Registry registry, StepTimeSeen seen) {
    return registry
        .node(seen.node())
        .filter(
            node -> {
              var m4 = Multiplier.capped(node.measured().m4(), seen.slowness());
              return Math.abs(m4 - node.cappedM4()) > LEAST_CAP_CHANGE * node.cappedM4();
            })
        .map(node -> Multiplier.capped(node.measured().m4(), seen.slowness()))
        .map(m4 -> List.<FactEvent>of(new MultiplierCapped(seen.node(), m4)))
        .orElse(List.of());
  }

  /** What one machine's nodes share is not touched: each comes and goes by itself. */
  private static List<FactEvent> presence(Registry registry, Presence said) {
    var changes =
        registry.node(said.node()).filter(facts -> facts.away() == said.there()).isPresent();
    if (!changes) {
      return List.of();
    }
    return List.of(said.there() ? new NodeReturned(said.node()) : new NodeAway(said.node()));
  }

  private static List<FactEvent> review(Registry registry, NodeId node, ReviewReason reason) {
    var open = registry.node(node).filter(n -> n.review().isEmpty()).isPresent();
    return open ? List.of(new ReviewOpened(node, reason)) : List.of();
  }
}
