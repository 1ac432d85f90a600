package coop.imece.gateway.ledger;

import coop.imece.core.Bytes;
import coop.imece.gateway.ledger.actor.NodeRecorder;
import coop.imece.identity.KeyFile;
import coop.imece.ledger.actor.LedgerClient;
import coop.imece.ledger.actor.LedgerIdentity;
import coop.imece.ledger.actor.LedgerSettings;
import coop.imece.ledger.actor.LedgerSingleton;
import coop.imece.ledger.auth.Signing;
import coop.imece.ledger.journal.JournalDatabase;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's way to the ledger. A process with the role ledger hosts it, and has it record what
 * the scheduler says of nodes.
 *
 * @param client for commands and questions
 * @param database the process's own connections to the journal; closed when the system ends
 * @param publicKey the ledger's, raw
 */
public record LedgerAccess(
    LedgerSettings settings, LedgerClient client, JournalDatabase database, Bytes publicKey) {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerAccess.class);

  /**
   * Opens it. The system's configuration comes from {@link
   * coop.imece.ledger.journal.JournalStart#prepare}.
   *
   * @throws IOException when a key can't be read or made
   * @throws IllegalStateException when the roles of this process do not fit an embedded journal
   * @throws IllegalArgumentException when a setting is wrong
   */
  public static LedgerAccess open(ActorSystem<?> system) throws IOException {
    var settings = LedgerSettings.of(system.settings().config());
    var keys = KeyFile.loadOrCreate(settings.directory().resolve("gateway.key"));
    var own = Signing.raw(keys.getPublic());
    var hosts = Cluster.get(system).selfMember().hasRole(LedgerSingleton.ROLE);
    var gate = hosts ? LedgerSingleton.host(system, settings, own) : LedgerSingleton.find(system);
    if (!hosts) {
      LOG.info(
          "this gateway's public key is {}: imece.ledger.gateways of the ledger must have it",
          HexFormat.of().formatHex(own.array()));
    }
    var ledgerKey = hosts ? LedgerSingleton.publicKey(settings) : settings.requirePublicKey();
    var client =
        LedgerClient.start(system, gate, new LedgerIdentity(settings.origin(), ledgerKey, keys));
    var database = JournalDatabase.open(settings.journal());
    Adapter.toClassic(system).registerOnTermination(database::close);
    if (hosts) {
      NodeRecorder.host(system, client, database);
    }
    return new LedgerAccess(settings, client, database, ledgerKey);
  }
}
