package coop.imece.gateway.ledger;

import coop.imece.gateway.ledger.actor.TilePublisher;
import coop.imece.ledger.actor.LedgerClient;
import coop.imece.ledger.journal.CheckpointTable;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.TileArchive;
import coop.imece.log.VerifierKey;
import java.io.IOException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/**
 * A gateway process's part in the ledger: it speaks to it, and shows it.
 *
 * @param client for commands and questions
 * @param pages for HTTP
 */
public record GatewayLedger(LedgerClient client, LedgerPages pages) {
  /** The persistence id of the ledger's journal. */
  public static final String PERSISTENCE_ID = "ledger";

  /**
   * Starts it.
   *
   * @throws IOException when a key can't be read or made
   * @see LedgerAccess#open
   */
  public static GatewayLedger start(ActorSystem<?> system) throws IOException {
    var access = LedgerAccess.open(system);
    return new GatewayLedger(access.client(), pages(system, access));
  }

  private static LedgerPages pages(ActorSystem<?> system, LedgerAccess access) {
    var settings = access.settings();
    var journal = new JournalReader(access.database(), PERSISTENCE_ID);
    var archive = new TileArchive(settings.directory().resolve("public"));
    var blocking = access.database().executor();
    system.systemActorOf(
        TilePublisher.create(new CheckpointTable(access.database()), journal, archive, blocking),
        "ledger-files",
        Props.empty());
    var key = new VerifierKey(settings.origin(), VerifierKey.Type.ED25519, access.publicKey());
    return new LedgerPages(new LedgerView(journal, archive, access.client(), key, blocking));
  }
}
