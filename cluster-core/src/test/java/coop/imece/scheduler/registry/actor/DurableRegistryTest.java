package coop.imece.scheduler.registry.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import coop.imece.core.NodeId;
import coop.imece.core.WalletId;
import coop.imece.scheduler.hardware.DeviceScores;
import coop.imece.scheduler.registry.FactCommand;
import coop.imece.scheduler.registry.FactCommand.Measured;
import coop.imece.scheduler.registry.FactCommand.OpenReview;
import coop.imece.scheduler.registry.FactCommand.StepTimeSeen;
import coop.imece.scheduler.registry.FactCommand.TaskEnded;
import coop.imece.scheduler.registry.FactEvent;
import coop.imece.scheduler.registry.Measurements;
import coop.imece.scheduler.registry.Registry;
import coop.imece.scheduler.registry.RegistryRules;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Batch;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Command;
import coop.imece.scheduler.registry.actor.RegistryProtocol.GetRatings;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Ratings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DurableRegistryTest {
  private static final WalletId WALLET = new WalletId("w_%032x".formatted(1));

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.actor.provider = local")
              .withFallback(EventSourcedBehaviorTestKit.config())
              .withFallback(ConfigFactory.load()));
  private final EventSourcedBehaviorTestKit<Command, FactEvent, Registry> registry =
      EventSourcedBehaviorTestKit.create(
          kit.system(),
          DurableRegistry.create(new RegistryRules(false), () -> 5),
          EventSourcedBehaviorTestKit.enabledSerializationSettings()
              .withVerifyState(false)
              .withVerifyCommands(false));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private static NodeId node(int index) {
    return Measurements.node(index);
  }

  private static FactCommand joins(int index, String fingerprint) {
    return joins(index, fingerprint, 0.5);
  }

  private static FactCommand joins(int index, String fingerprint, double matmul) {
    var scores = new DeviceScores(matmul, 0.4, 0.3);
    return new Measured(Measurements.of(index, WALLET, fingerprint, scores));
  }

  @Test
  void every_event_survives_the_journal_and_a_restart_leads_to_the_same_ratings() {
    var facts =
        new ArrayList<>(
            List.of(
                joins(1, "a"),
                joins(1, "b"),
                joins(2, "b"),
                joins(2, "b", 0.6),
                new StepTimeSeen(node(1), 3),
                new TaskEnded(node(1), true),
                new OpenReview(node(2)),
                new FactCommand.ClearReview(node(2)),
                new FactCommand.Presence(node(1), false),
                new FactCommand.Presence(node(1), true),
                new FactCommand.Presence(node(2), false)));
    var result = registry.<Ratings>runCommand(replyTo -> new Batch(facts, replyTo));
    assertEquals(
        FactEvent.class.getPermittedSubclasses().length,
        result.events().stream().map(Object::getClass).distinct().count());
    var before = registry.<Ratings>runCommand(GetRatings::new).reply();
    registry.restart();
    assertEquals(before, registry.<Ratings>runCommand(GetRatings::new).reply());
    assertEquals(2, before.ratings().size());
  }

  @Test
  void the_snapshot_survives_the_wire() {
    registry.<Ratings>runCommand(replyTo -> new Batch(List.of(joins(1, "a")), replyTo));
    var stored = RegistrySnapshot.ADAPTER.toJournal(registry.getState());
    kit.serializationTestKit().verifySerialization(stored, true);
  }

  @Test
  void a_thousand_joins_are_one_transaction() {
    var joins = IntStream.range(0, 1_000).mapToObj(i -> joins(i, "gpu" + i)).toList();
    var result = registry.<Ratings>runCommand(replyTo -> new Batch(joins, replyTo));
    assertEquals(2_000, result.events().size(), "each is registered and rated");
    assertEquals(1_000, result.reply().ratings().size());
  }
}
