package coop.imece.gateway.ledger;

import coop.imece.core.Bytes;
import coop.imece.gateway.ledger.actor.NodeRecorder;
import coop.imece.gateway.ledger.actor.TilePublisher;
import coop.imece.identity.KeyFile;
import coop.imece.ledger.actor.LedgerClient;
import coop.imece.ledger.actor.LedgerIdentity;
import coop.imece.ledger.actor.LedgerSettings;
import coop.imece.ledger.actor.LedgerSingleton;
import coop.imece.ledger.auth.Signing;
import coop.imece.ledger.journal.CheckpointTable;
import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.TileArchive;
import coop.imece.log.VerifierKey;
import java.io.IOException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * A gateway process's part in the ledger: it hosts the ledger if it has the role, speaks to it, and
 * shows it.
 *
 * @param client for commands and questions
 * @param pages for HTTP
 */
public record GatewayLedger(LedgerClient client, LedgerPages pages) {
  /** The persistence id of the ledger's journal. */
  public static final String PERSISTENCE_ID = "ledger";

  /**
   * Starts it. The system's configuration comes from {@link
   * coop.imece.ledger.journal.JournalStart#prepare}.
   *
   * @throws IOException when a key can't be read or made
   * @throws IllegalStateException when the roles of this process do not fit an embedded journal
   * @throws IllegalArgumentException when a setting is wrong
   */
  public static GatewayLedger start(ActorSystem<?> system) throws IOException {
    var settings = LedgerSettings.of(system.settings().config());
    var gateway = KeyFile.loadOrCreate(settings.directory().resolve("gateway.key"));
    var hosts = Cluster.get(system).selfMember().hasRole(LedgerSingleton.ROLE);
    var gate =
        hosts
            ? LedgerSingleton.host(system, settings, Signing.raw(gateway.getPublic()))
            : LedgerSingleton.find(system);
    var ledgerKey = hosts ? LedgerSingleton.publicKey(settings) : settings.requirePublicKey();
    var client =
        LedgerClient.start(system, gate, new LedgerIdentity(settings.origin(), ledgerKey, gateway));
    var database = JournalDatabase.open(settings.journal());
    Adapter.toClassic(system).registerOnTermination(database::close);
    if (hosts) {
      NodeRecorder.start(system, client, database);
    }
    return new GatewayLedger(client, pages(system, settings, database, ledgerKey, client));
  }

  private static LedgerPages pages(
      ActorSystem<?> system,
      LedgerSettings settings,
      JournalDatabase database,
      Bytes ledgerKey,
      LedgerClient client) {
    var journal = new JournalReader(database, PERSISTENCE_ID);
    var archive = new TileArchive(settings.directory().resolve("public"));
    var blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    system.systemActorOf(
        TilePublisher.create(new CheckpointTable(database), journal, archive, blocking),
        "ledger-files",
        Props.empty());
    var key = new VerifierKey(settings.origin(), VerifierKey.Type.ED25519, ledgerKey);
    return new LedgerPages(new LedgerView(journal, archive, client, key, blocking));
  }
}
