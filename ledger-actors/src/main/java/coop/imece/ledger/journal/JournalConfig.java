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
    var db = SHARED + "db.";
    map.put(db + "driver", settings.kind().driver());
    map.put(db + "url", JournalDatabase.url(settings));
    map.put(db + "user", settings.user());
    map.put(db + "password", settings.password());
    map.put(db + "connectionPool", "HikariCP");
    map.put(db + "numThreads", settings.connections());
    map.put(db + "maxConnections", settings.connections());
    map.put(db + "minConnections", 1);
    map.put(db + "queueSize", 1_000);
    map.put(db + "connectionTimeout", 8_000);
    map.put(db + "validationTimeout", 1_000);
    map.put(db + "idleTimeout", 60_000);
    map.put(db + "keepAliveConnection", false);
    return map;
  }
}
