package coop.imece.ledger.actor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import coop.imece.identity.KeyFile;
import coop.imece.ledger.auth.Signing;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.journal.JournalSettings;
import coop.imece.ledger.journal.JournalStart;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A ledger in an actor system of its own, and a client of it. */
final class TestLedger implements AutoCloseable {
  static final String ORIGIN = "imece.example/ledger";

  final LedgerSettings settings;
  final ActorSystem<?> system;
  final ActorRef<LedgerProtocol.Request> gate;
  final LedgerIdentity identity;
  final LedgerClient client;

  private TestLedger(Config config, InstantSource clock, Consumer<Failpoint> failpoints)
      throws Exception {
    settings = LedgerSettings.of(config);
    system = ActorSystem.create(Behaviors.empty(), "ledger", JournalStart.prepare(config));
    var keys = LedgerSingleton.signingKey(settings);
    var gateway = KeyFile.loadOrCreate(settings.directory().resolve("gateway.key"));
    var root =
        new LedgerRoot(
            settings, keys, Signing.raw(gateway.getPublic()), Optional::empty, clock, failpoints);
    gate = system.systemActorOf(root.behavior(), "ledger", Props.empty());
    identity = new LedgerIdentity(settings.origin(), Signing.raw(keys.getPublic()), gateway);
    client = LedgerClient.start(system, gate, identity);
    awaitOpen();
  }

  /** Waits until the ledger serves, or says that it refuses to. */
  private void awaitOpen() throws Exception {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    var reply = supply();
    while (!(reply instanceof Reply.SupplyIs)
        && !reply.toString().contains("refuses to serve")
        && System.nanoTime() < deadline) {
      reply = supply();
    }
  }

  Reply supply() throws Exception {
    return client.supply().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  static TestLedger start(JournalSettings journal, Path directory, Map<String, ?> overrides)
      throws Exception {
    return start(journal, directory, overrides, Failpoint.IGNORED);
  }

  static TestLedger start(
      JournalSettings journal,
      Path directory,
      Map<String, ?> overrides,
      Consumer<Failpoint> failpoints)
      throws Exception {
    return new TestLedger(
        config(journal, directory, overrides), InstantSource.system(), failpoints);
  }

  private static Config config(JournalSettings journal, Path directory, Map<String, ?> overrides) {
    var map = new HashMap<String, Object>();
    map.put("pekko.actor.provider", "local");
    map.put("pekko.loglevel", "WARNING");
    map.put("imece.ledger.origin", ORIGIN);
    map.put("imece.ledger.directory", directory.toString());
    map.put("imece.ledger.journal.url", journal.url());
    map.put("imece.ledger.journal.user", journal.user());
    map.put("imece.ledger.journal.password", journal.password());
    map.put("imece.ledger.policy.tokenless", false);
    map.put("imece.ledger.policy.canary-budget", "1" + "0".repeat(30));
    overrides.forEach((key, value) -> map.put("imece.ledger." + key, value));
    return ConfigFactory.parseMap(map).withFallback(ConfigFactory.load());
  }

  Reply record(LedgerCommand command) throws Exception {
    return client.record(command).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** Records the commands one after the other; each must be accepted. */
  void recordAll(List<LedgerCommand> commands) throws Exception {
    for (var command : commands) {
      var reply = record(command);
      if (!(reply instanceof Reply.Recorded)) {
        throw new AssertionError(command + " must be recorded, was " + reply);
      }
    }
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
