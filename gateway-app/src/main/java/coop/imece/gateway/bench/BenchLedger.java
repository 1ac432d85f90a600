package coop.imece.gateway.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import coop.imece.identity.KeyFile;
import coop.imece.ledger.actor.LedgerClient;
import coop.imece.ledger.actor.LedgerIdentity;
import coop.imece.ledger.actor.LedgerSettings;
import coop.imece.ledger.actor.LedgerSingleton;
import coop.imece.ledger.actor.Reply;
import coop.imece.ledger.auth.Signing;
import coop.imece.ledger.journal.JournalConfig;
import coop.imece.ledger.journal.JournalSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A ledger as it runs in earnest, but for the cluster around it. */
final class BenchLedger implements AutoCloseable {
  static final String ORIGIN = "imece.bench/ledger";
  private static final long PATIENCE_SECONDS = 300;

  private final ActorSystem<Void> system;
  private final LedgerClient client;
  private final double openSeconds;

  private BenchLedger(ActorSystem<Void> system, LedgerClient client, double openSeconds) {
    this.system = system;
    this.client = client;
    this.openSeconds = openSeconds;
  }

  /** Starts it and waits until it serves. */
  static BenchLedger start(JournalSettings journal, Path directory) throws IOException {
    var config = JournalConfig.complete(config(journal, directory));
    var settings = LedgerSettings.of(config);
    var system = ActorSystem.<Void>create(Behaviors.empty(), "bench", config);
    var gateway = KeyFile.loadOrCreate(directory.resolve("gateway.key"));
    var ledgerKey = LedgerSingleton.publicKey(settings);
    var start = System.nanoTime();
    var gate = LedgerSingleton.alone(system, settings, Signing.raw(gateway.getPublic()));
    var client = LedgerClient.start(system, gate, new LedgerIdentity(ORIGIN, ledgerKey, gateway));
    var reply =
        client.supply().toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (!(reply instanceof Reply.SupplyIs)) {
      system.terminate();
      throw new IllegalStateException("the ledger must open, was " + reply);
    }
    return new BenchLedger(system, client, (System.nanoTime() - start) / 1e9);
  }

  LedgerClient client() {
    return client;
  }

  /** From the start of the ledger until it served; the actor system was up before. */
  double openSeconds() {
    return openSeconds;
  }

  private static Config config(JournalSettings journal, Path directory) {
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
    map.put("imece.ledger.client.timeout", PATIENCE_SECONDS + "s");
    map.put("imece.ledger.client.answer-timeout", "30s");
    map.put("imece.ledger.client.retry-after", "10ms");
    return ConfigFactory.parseMap(map).withFallback(ConfigFactory.load());
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
