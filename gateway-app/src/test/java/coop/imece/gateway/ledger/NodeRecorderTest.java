package coop.imece.gateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.gateway.TestHardware;
import coop.imece.ledger.journal.JournalStart;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.RegisterHardware;
import coop.imece.scheduler.SchedulerProtocol.Review;
import coop.imece.scheduler.SchedulerProtocol.SessionEnded;
import coop.imece.scheduler.actor.SchedulerSingleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scheduler decides of nodes, in the ledger, over a restart. */
class NodeRecorderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  /** A process with scheduler and ledger on one journal. */
  private final class Coop implements AutoCloseable {
    final ActorSystem<Void> system;
    final ActorRef<SchedulerProtocol.Command> scheduler;
    final GatewayLedger ledger;

    Coop() throws Exception {
      var config =
          ConfigFactory.parseMap(
                  Map.of(
                      "pekko.actor.provider", "cluster",
                      "pekko.remote.artery.transport", "tcp",
                      "pekko.remote.artery.canonical.hostname", "127.0.0.1",
                      "pekko.remote.artery.canonical.port", 0,
                      "pekko.cluster.roles", List.of("gateway", "ledger", "scheduler"),
                      "imece.ledger.directory", folder.toString(),
                      "imece.ledger.client.timeout", "60s"))
              .withFallback(ConfigFactory.load());
      system = ActorSystem.create(Behaviors.empty(), "imece", JournalStart.prepare(config));
      var cluster = Cluster.get(system);
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
      scheduler = SchedulerSingleton.init(system);
      ledger = GatewayLedger.start(system);
    }

    void awaitReasons(List<String> expected) {
      TestProbe.<Void>create(system)
          .awaitAssert(
              Duration.ofSeconds(60),
              Duration.ofMillis(200),
              () -> {
                assertEquals(expected, reasons());
                return null;
              });
    }

    private List<String> reasons() throws Exception {
      var page = HttpRequest.create("http://localhost/v1/ledger/entries");
      var response = ledger.pages().answer(page).toCompletableFuture().get(30, TimeUnit.SECONDS);
      var body =
          response
              .entity()
              .toStrict(10_000, system)
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS)
              .getData()
              .utf8String();
      var reasons = new ArrayList<String>();
      for (JsonNode entry : JSON.readTree(body).path("entries")) {
        if (entry.path("kind").asText().equals("node")) {
          reasons.add(entry.at("/data/reason").asText());
        }
      }
      return reasons;
    }

    @Override
    public void close() {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  @Test
  void every_value_of_a_node_is_an_entry_once_in_order_and_over_a_restart() throws Exception {
    var measurement = TestHardware.measured(1);
    NodeId node = measurement.node();
    try (var coop = new Coop()) {
      coop.scheduler.tell(new RegisterHardware(measurement));
      coop.awaitReasons(List.of("registered"));
      coop.scheduler.tell(
          new SessionEnded(
              new SessionId(UUID.randomUUID()), Set.of(), Set.of(node), Optional.empty()));
      coop.scheduler.tell(new Review(node, false));
      coop.awaitReasons(List.of("registered", "session failed", "review: operator"));
    }
    try (var coop = new Coop()) {
      coop.scheduler.tell(new RegisterHardware(measurement));
      coop.scheduler.tell(new Review(node, true));
      coop.awaitReasons(
          List.of("registered", "session failed", "review: operator", "review cleared"));
    }
  }
}
