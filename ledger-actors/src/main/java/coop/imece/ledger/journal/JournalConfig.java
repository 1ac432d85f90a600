package coop.imece.ledger.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * Points Pekko's persistence at the journal: one connection pool for events and snapshots. Every
 * process that hosts a persistent actor starts its actor system with the result.
 */
public final class JournalConfig {
  private static final int QUEUE = 1_000;
  private static final String SHARED = "pekko-persistence-jdbc.shared-databases.imece.";

  private JournalConfig() {}

  /** The application's configuration, completed by what {@code imece.ledger} implies. */
  public static Config complete(Config application) {
    var settings = JournalSettings.of(application.getConfig("imece.ledger"));
    return ConfigFactory.parseMap(persistence(settings)).withFallback(application);
  }

  private static Map<String, Object> persistence(JournalSettings settings) {
    var map = new HashMap<String, Object>();
    map.put("pekko.persistence.journal.plugin", "jdbc-journal");
    map.put("pekko.persistence.snapshot-store.plugin", "jdbc-snapshot-store");
    for (var plugin : new String[] {"jdbc-journal", "jdbc-snapshot-store", "jdbc-read-journal"}) {
      map.put(plugin + ".use-shared-db", "imece");
    }
    // A chain can be continued by another writer; the chain itself is the guard, not this filter,
    // which would drop entries.
    map.put("jdbc-journal.replay-filter.mode", "off");
    // The default would keep a journal that came back waiting for half a minute.
    map.put("jdbc-journal.circuit-breaker.call-timeout", "20s");
    map.put("jdbc-journal.circuit-breaker.reset-timeout", "3s");
    map.put("jdbc-snapshot-store.circuit-breaker.call-timeout", "60s");
    map.put("jdbc-snapshot-store.circuit-breaker.reset-timeout", "3s");
    // A snapshot that can't be read costs a full replay, not the start.
    map.put("jdbc-snapshot-store.snapshot-is-optional", true);
    map.put("jdbc-journal.replayBatchSize", 2_000);
    map.put("jdbc-journal.batchSize", 1_000);
    map.put(SHARED + "profile", settings.kind().slickProfile());
    map.put(SHARED + "db", settings.kind() == DatabaseKind.H2 ? shared(settings) : pool(settings));
    return map;
  }

  /** See {@link OneConnection}. */
  private static Map<String, Object> shared(JournalSettings settings) {
    return Map.of(
        "connectionPool",
        "disabled",
        "dataSourceClass",
        OneConnection.class.getName(),
        "properties",
        Map.of("url", settings.url(), "user", settings.user(), "password", settings.password()),
        "numThreads",
        1,
        "maxConnections",
        1,
        "queueSize",
        QUEUE);
  }

  private static Map<String, Object> pool(JournalSettings settings) {
    var map = new HashMap<String, Object>();
    map.put("driver", settings.kind().driver());
    map.put("url", JournalDatabase.url(settings));
    map.put("user", settings.user());
    map.put("password", settings.password());
    map.put("connectionPool", "HikariCP");
    map.put("numThreads", settings.connections());
    map.put("maxConnections", settings.connections());
    map.put("minConnections", 1);
    map.put("queueSize", QUEUE);
    map.put("connectionTimeout", 8_000);
    map.put("validationTimeout", 1_000);
    map.put("idleTimeout", 60_000);
    map.put("keepAliveConnection", false);
    return map;
  }
}
