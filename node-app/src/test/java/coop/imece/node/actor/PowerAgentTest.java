package coop.imece.node.actor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.node.actor.PowerAgent.Busy;
import coop.imece.node.actor.PowerAgent.Drawn;
import coop.imece.shard.engine.ComputeDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerAgentTest {
  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<Drawn> agent = kit.createTestProbe();

  @TempDir Path powercap;

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void while_sessions_run_it_says_what_the_machine_draws() throws IOException {
    var zone = Files.createDirectories(powercap.resolve("intel-rapl:0"));
    Files.writeString(zone.resolve("name"), "package-0");
    Files.writeString(zone.resolve("max_energy_range_uj"), "" + Long.MAX_VALUE);
    Files.writeString(zone.resolve("energy_uj"), "0");
    var power = kit.spawn(PowerAgent.create(powercap, ComputeDevice.CPU, agent.ref()));
    var counted = new AtomicLong();
    var drawn =
        agent.awaitAssert(
            Duration.ofSeconds(10),
            () -> {
              Files.writeString(
                  zone.resolve("energy_uj"), "" + counted.addAndGet(1_000_000_000_000L));
              power.tell(new Busy(true));
              return agent.expectMessageClass(Drawn.class, Duration.ofMillis(200));
            });
    assertTrue(drawn.watts() > 0);
  }

  @Test
  void a_machine_that_can_t_say_it_is_told_of_once_and_goes_on_without() {
    var said = "power is not measured, so it is estimated: %s has no counter".formatted(powercap);
    var power =
        LoggingTestKit.info(said)
            .expect(
                kit.system(),
                () -> kit.spawn(PowerAgent.create(powercap, ComputeDevice.CPU, agent.ref())));
    power.tell(new Busy(true));
    power.tell(new Busy(true));
    agent.expectNoMessage(Duration.ofMillis(100));
  }

  @Test
  void where_slices_are_computed_on_a_card_the_processors_counters_say_too_little() {
    var card = new ComputeDevice("cuda:0", true);
    LoggingTestKit.info(
            "power is not measured, so it is estimated: slices are computed on cuda:0, which has no counter")
        .expect(kit.system(), () -> kit.spawn(PowerAgent.create(powercap, card, agent.ref())));
  }
}
