package coop.imece.gateway.ledger;

import coop.imece.ledger.actor.LedgerClient;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.TileArchive;
import coop.imece.log.VerifierKey;
import java.util.concurrent.Executor;

/**
 * What the ledger's pages are read from.
 *
 * @param journal entries
 * @param archive what is signed
 * @param client balances and supply
 * @param key whose signature checkpoints carry
 * @param blocking where files and the database are read
 */
public record LedgerView(
    JournalReader journal,
    TileArchive archive,
    LedgerClient client,
    VerifierKey key,
    Executor blocking) {}
