package coop.imece.scheduler.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.core.NodeId;
import coop.imece.core.WalletId;
import coop.imece.scheduler.registry.FactCommand.ClearReview;
import coop.imece.scheduler.registry.FactCommand.Measured;
import coop.imece.scheduler.registry.FactCommand.OpenReview;
import coop.imece.scheduler.registry.FactCommand.Presence;
import coop.imece.scheduler.registry.FactCommand.StepTimeSeen;
import coop.imece.scheduler.registry.FactCommand.TaskEnded;
import coop.imece.scheduler.reliability.NodeStanding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegistryRulesTest {
  private static final NodeId A = Measurements.node(1);
  private static final NodeId B = Measurements.node(2);
  private static final WalletId OURS = new WalletId("w_%032x".formatted(1));
  private static final WalletId THEIRS = new WalletId("w_%032x".formatted(2));
  private static final long NOW = 1_000_000;

  private final RegistryRules rules = new RegistryRules(false);
  private final Registry registry = Registry.empty();
  private final List<FactEvent> journal = new ArrayList<>();

  private static Measured measured(NodeId node, WalletId wallet, String fingerprint, double score) {
    return new Measured(Measurements.of(node.equals(A) ? 1 : 2, wallet, fingerprint, score));
  }

  private void take(FactCommand... commands) {
    var events = rules.decideAll(registry, List.of(commands), NOW);
    events.forEach(registry::apply);
    journal.addAll(events);
  }

  private Rating rating(NodeId node) {
    return registry.ratings().stream().filter(r -> r.node().equals(node)).findFirst().orElseThrow();
  }

  private void tasks(NodeId node, int completed, int failed) {
    for (var task = 0; task < completed + failed; task++) {
      take(new TaskEnded(node, task < completed));
    }
  }

  @Test
  void a_first_registration_has_no_quarantine() {
    take(measured(A, OURS, "gpu", 0.92));
    assertEquals(80_000, rating(A).m4());
    assertEquals(10_000, rating(A).r4());
    assertEquals(NodeStanding.ACTIVE, rating(A).standing(NOW));
  }

  @Test
  void the_same_benchmark_twice_changes_nothing() {
    take(measured(A, OURS, "gpu", 0.92));
    take(measured(A, OURS, "gpu", 0.92));
    assertEquals(List.of("registered"), ratedFor(A));
    assertEquals(2, journal.size());
  }

  @Test
  void every_change_of_a_nodes_worth_is_said_once_and_with_its_reason() {
    take(measured(A, OURS, "old", 0.3500001));
    take(new TaskEnded(A, true));
    take(new TaskEnded(A, false));
    take(measured(A, OURS, "new", 0.92));
    take(new OpenReview(A));
    take(new ClearReview(A));
    assertEquals(
        List.of(
            "registered",
            "session failed",
            "hardware changed",
            "review: operator",
            "review cleared"),
        ratedFor(A));
    var last = registry.rated(A).orElseThrow();
    assertEquals(NodeStanding.QUARANTINE, last.standing());
    assertEquals(80_000, last.m4());
  }

  @Test
  void the_end_of_a_quarantine_is_said_with_the_next_batch() {
    take(measured(A, OURS, "old", 0.3500001));
    take(measured(A, OURS, "new", 0.92));
    var until = rating(A).quarantineUntilMillis();
    var none = List.<FactCommand>of();
    assertEquals(List.of(), rules.decideAll(registry, none, until - 1));
    var after = rules.decideAll(registry, none, until);
    assertEquals(1, after.size());
    var rated = (FactEvent.NodeRated) after.get(0);
    assertEquals(NodeStanding.ACTIVE, rated.standing());
    assertEquals("quarantine over", rated.reason());
  }

  @Test
  void a_node_that_goes_and_comes_is_said_once_each_and_keeps_its_worth() {
    take(new Presence(A, false), measured(A, OURS, "gpu", 0.5), measured(B, OURS, "gpu", 0.5));
    take(new Presence(A, true));
    take(new Presence(A, false));
    take(new Presence(A, false));
    assertEquals(NodeStanding.OFFLINE, registry.rated(A).orElseThrow().standing());
    assertEquals(rating(A).m4(), registry.rated(A).orElseThrow().m4());
    take(new OpenReview(A));
    assertEquals(NodeStanding.SUSPENDED, registry.rated(A).orElseThrow().standing());
    take(new ClearReview(A));
    assertEquals(NodeStanding.OFFLINE, registry.rated(A).orElseThrow().standing());
    take(new Presence(A, true));
    assertEquals(NodeStanding.ACTIVE, registry.rated(A).orElseThrow().standing());
    assertEquals(
        List.of("registered", "away", "review: operator", "review cleared", "back"), ratedFor(A));
    assertEquals(List.of("registered"), ratedFor(B));
  }

  @Test
  void nodes_on_one_machine_are_rated_together() {
    take(measured(A, OURS, "gpu", 0.5), measured(B, OURS, "gpu", 0.5));
    take(new TaskEnded(A, false));
    assertEquals(List.of("registered", "session failed"), ratedFor(B));
    assertEquals(rating(A).r4(), registry.rated(B).orElseThrow().r4());
  }

  private List<String> ratedFor(NodeId node) {
    return journal.stream()
        .filter(FactEvent.NodeRated.class::isInstance)
        .map(FactEvent.NodeRated.class::cast)
        .filter(rated -> rated.node().equals(node))
        .map(FactEvent.NodeRated::reason)
        .toList();
  }

  @Test
  void an_upgrade_waits_a_day_for_each_doubling_and_a_downgrade_does_not() {
    take(measured(A, OURS, "old", 0.3500001));
    take(measured(A, OURS, "new", 0.92));
    var until = rating(A).quarantineUntilMillis();
    assertEquals(NOW + 259_200_000, until);
    assertEquals(NodeStanding.QUARANTINE, rating(A).standing(until - 1));
    assertEquals(NodeStanding.ACTIVE, rating(A).standing(until));
    take(measured(B, OURS, "big", 0.92));
    take(measured(B, OURS, "small", 0.36));
    assertEquals(NodeStanding.ACTIVE, rating(B).standing(NOW));
  }

  @Test
  void a_change_of_hardware_does_not_end_a_quarantine() {
    take(measured(A, OURS, "old", 0.3500001), measured(A, OURS, "new", 0.92));
    var until = rating(A).quarantineUntilMillis();
    take(measured(A, OURS, "third", 0.36));
    assertEquals(until, rating(A).quarantineUntilMillis());
  }

  @Test
  void three_hardware_changes_put_a_node_under_review_until_an_operator_clears_it() {
    take(measured(A, OURS, "1", 0.5), measured(A, OURS, "2", 0.5), measured(A, OURS, "3", 0.5));
    assertEquals(Optional.empty(), rating(A).review());
    take(measured(A, OURS, "4", 0.5));
    assertEquals(Optional.of(ReviewReason.HARDWARE_CHANGES), rating(A).review());
    assertEquals(NodeStanding.SUSPENDED, rating(A).standing(NOW));
    take(new ClearReview(A));
    assertEquals(NodeStanding.ACTIVE, rating(A).standing(NOW));
    take(measured(A, OURS, "5", 0.5));
    assertEquals(Optional.empty(), rating(A).review());
  }

  @Test
  void nodes_of_two_wallets_on_one_machine_are_both_under_review() {
    take(measured(A, OURS, "gpu", 0.5), measured(B, THEIRS, "gpu", 0.5));
    assertEquals(Optional.of(ReviewReason.SHARED_HARDWARE), rating(A).review());
    assertEquals(Optional.of(ReviewReason.SHARED_HARDWARE), rating(B).review());
  }

  @Test
  void nodes_of_one_wallet_may_share_a_machine_and_others_if_the_operator_allows_it() {
    take(measured(A, OURS, "gpu", 0.5), measured(B, OURS, "gpu", 0.5));
    assertEquals(4, journal.size());
    var allowed =
        new RegistryRules(true)
            .decideAll(
                Registry.empty(),
                List.of(measured(A, OURS, "gpu", 0.5), measured(B, THEIRS, "gpu", 0.5)),
                NOW);
    assertEquals(4, allowed.size());
  }

  @Test
  void nodes_with_one_fingerprint_share_reliability_and_quarantine() {
    take(measured(A, OURS, "gpu", 0.5), measured(B, OURS, "gpu", 0.5));
    tasks(A, 3, 1);
    assertEquals(8_750, rating(A).r4());
    assertEquals(rating(A).r4(), rating(B).r4());
    take(measured(A, OURS, "old", 0.1), measured(A, OURS, "gpu", 0.5));
    assertEquals(rating(A).quarantineUntilMillis(), rating(B).quarantineUntilMillis());
    assertEquals(NodeStanding.QUARANTINE, rating(B).standing(NOW));
  }

  @Test
  void a_node_that_fails_its_tasks_is_suspended_and_once_cleared_starts_anew() {
    take(measured(A, OURS, "gpu", 0.5));
    tasks(A, 0, 9);
    assertEquals(Optional.empty(), rating(A).review());
    tasks(A, 0, 1);
    assertEquals(Optional.of(ReviewReason.LOW_RELIABILITY), rating(A).review());
    take(new ClearReview(A));
    assertEquals(10_000, rating(A).r4());
    tasks(A, 1, 0);
    assertEquals(Optional.empty(), rating(A).review());
  }

  @Test
  void step_times_slower_than_claimed_cap_the_multiplier_and_noise_does_not() {
    take(measured(A, OURS, "gpu", 0.92));
    take(new StepTimeSeen(A, 1.03));
    assertEquals(80_000, rating(A).m4());
    take(new StepTimeSeen(A, 4));
    assertEquals(20_000, rating(A).m4());
    take(new StepTimeSeen(A, 1));
    assertEquals(80_000, rating(A).m4());
  }

  @Test
  void what_is_said_of_a_node_that_never_registered_is_left_alone() {
    take(new TaskEnded(A, true), new StepTimeSeen(A, 3), new OpenReview(A), new ClearReview(A));
    assertEquals(List.of(), journal);
  }

  @Test
  void deciding_changes_nothing_and_replaying_the_journal_rebuilds_the_same_ratings() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 400; round++) {
      var node = random.nextBoolean() ? A : B;
      var wallet = random.nextInt(8) == 0 ? THEIRS : OURS;
      var command =
          switch (random.nextInt(5)) {
            case 0 -> measured(node, wallet, "gpu" + random.nextInt(3), random.nextDouble());
            case 1 -> new StepTimeSeen(node, 1 + random.nextDouble());
            case 2 -> new ClearReview(node);
            default -> new TaskEnded(node, random.nextInt(4) > 0);
          };
      var before = registry.ratings();
      rules.decideAll(registry, List.of(command), NOW + round);
      assertEquals(before, registry.ratings(), "seed " + seed);
      take(command);
    }
    var replayed = Registry.empty();
    journal.forEach(replayed::apply);
    assertEquals(registry.ratings(), replayed.ratings(), "seed " + seed);
    var fromSnapshot = Registry.of(registry.nodes(), registry.identities(), registry.rated());
    assertEquals(registry.ratings(), fromSnapshot.ratings(), "seed " + seed);
  }

  /** Random commands about a few nodes that share hardware now and then. */
  @Test
  void a_batch_leads_to_what_its_commands_lead_to_one_by_one_and_changes_nothing_itself() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 200; round++) {
      var together = Registry.empty();
      var alone = Registry.empty();
      for (var batch = 0; batch < 5; batch++) {
        var commands = new ArrayList<FactCommand>();
        for (var i = random.nextInt(12); i >= 0; i--) {
          commands.add(command(random));
        }
        var before = List.of(together.nodes(), together.identities(), together.rated());
        var events = rules.decideAll(together, commands, NOW);
        assertEquals(before, List.of(together.nodes(), together.identities(), together.rated()));
        events.forEach(together::apply);
        for (var command : commands) {
          rules.decideAll(alone, List.of(command), NOW).forEach(alone::apply);
        }
        assertEquals(Set.copyOf(alone.nodes()), Set.copyOf(together.nodes()), "seed " + seed);
        assertEquals(Set.copyOf(alone.rated()), Set.copyOf(together.rated()), "seed " + seed);
        var again = Registry.of(together.nodes(), together.identities(), together.rated());
        assertEquals(Set.copyOf(together.ratings()), Set.copyOf(again.ratings()), "seed " + seed);
      }
    }
  }

  private static FactCommand command(Random random) {
    var node = Measurements.node(random.nextInt(4));
    switch (random.nextInt(6)) {
      case 0:
        var index = random.nextInt(4);
        var wallet = random.nextInt(3) == 0 ? THEIRS : OURS;
        var score = 0.1 + 0.2 * random.nextInt(4);
        return new Measured(Measurements.of(index, wallet, "gpu" + random.nextInt(3), score));
      case 1:
        return new TaskEnded(node, random.nextBoolean());
      case 2:
        return new StepTimeSeen(node, 1 + random.nextInt(3));
      case 3:
        return new OpenReview(node);
      case 4:
        return new Presence(node, random.nextBoolean());
      default:
        return new ClearReview(node);
    }
  }
}
