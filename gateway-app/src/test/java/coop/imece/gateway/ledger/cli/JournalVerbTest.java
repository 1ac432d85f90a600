package coop.imece.gateway.ledger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.cli.ImeceCommandLine;
import coop.imece.cli.Verb;
import coop.imece.core.Bytes;
import coop.imece.ledger.journal.CheckpointTable;
import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.JournalSchema;
import coop.imece.ledger.journal.JournalSettings;
import coop.imece.log.Checkpoint;
import coop.imece.log.Frontier;
import coop.imece.log.MerkleTree;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalVerbTest {
  private static final List<Bytes> ENTRIES = PublishedLedger.entries(1, 50);
  private static final int SIGNED = ENTRIES.size() - 3;
  private static final String INSERT =
      "insert into event_journal (persistence_id, sequence_number, writer, write_timestamp,"
          + " adapter_manifest, event_payload, event_ser_id, event_ser_manifest)"
          + " values ('ledger', ?, 'w', 0, '', ?, 1, '')";

  @TempDir private Path folder;
  private String printed;

  /** The first connection of a process may take longer than a pool waits. */
  @BeforeAll
  static void loadDriver() throws SQLException {
    DriverManager.getConnection("jdbc:h2:mem:").close();
  }

  @BeforeEach
  void fill() throws SQLException {
    try (var database = JournalDatabase.open(JournalSettings.embedded(folder))) {
      JournalSchema.migrate(database);
      database.transact(
          connection -> {
            try (var insert = connection.prepareStatement(INSERT)) {
              for (var i = 0; i < ENTRIES.size(); i++) {
                insert.setLong(1, i + 1);
                insert.setBytes(2, ENTRIES.get(i).array());
                insert.executeUpdate();
              }
            }
            return null;
          });
      var table = new CheckpointTable(database);
      for (var size : new int[] {10, SIGNED}) {
        table.put(size, checkpoint(size).signed(PublishedLedger.KEY).toString());
      }
    }
  }

  @Test
  void a_journal_is_verified_beyond_its_last_checkpoint() {
    assertEquals(0, verify(), printed);
    assertTrue(printed.startsWith(ENTRIES.size() + " entries in order"), printed);
  }

  @Test
  void a_stored_entry_that_was_changed_is_found() throws SQLException {
    tamper(
        "update event_journal set event_payload ="
            + " stringtoutf8(replace(utf8tostring(event_payload), 'stop', 'stap'))"
            + " where sequence_number = 31");
    assertEquals(1, verify());
    assertTrue(printed.startsWith("WRONG at entry 31: prev must be "), printed);
  }

  @Test
  void every_checkpoint_that_is_stored_is_compared() throws SQLException {
    tamper(
        "update ledger_checkpoint set note = '%s' where size = 10"
            .formatted(
                new Checkpoint(PublishedLedger.ORIGIN, 10, MerkleTree.EMPTY)
                    .signed(PublishedLedger.KEY)));
    assertEquals(1, verify());
    assertTrue(printed.startsWith("WRONG at entry 0: the entries [0, 10) are not those"), printed);
  }

  @Test
  void a_journal_that_lost_its_end_is_found() throws SQLException {
    tamper("delete from event_journal where sequence_number > " + (SIGNED - 5));
    assertEquals(1, verify());
    assertEquals(
        "WRONG at entry %d: the ledger ends after %d entries, a checkpoint has %d"
            .formatted(SIGNED - 5, SIGNED - 5, SIGNED),
        printed.strip());
  }

  @Test
  void a_folder_without_a_journal_is_named() {
    var empty = folder.resolve("empty");
    assertEquals(1, execute(empty));
    assertEquals(
        "imece ledger verify: %s has no file journal.mv.db".formatted(empty), printed.strip());
  }

  private void tamper(String sql) throws SQLException {
    try (var database = JournalDatabase.open(JournalSettings.embedded(folder))) {
      var changed =
          database.transact(
              connection -> {
                try (var update = connection.createStatement()) {
                  return update.executeUpdate(sql);
                }
              });
      assertTrue(changed > 0);
    }
  }

  private int verify() {
    return execute(folder);
  }

  private int execute(Path journal) {
    var text = new StringWriter();
    var line = ImeceCommandLine.create(Map.of(Verb.LEDGER, new LedgerVerb()));
    line.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
    var vkey = PublishedLedger.KEY.verifier().toString();
    var exitCode =
        line.execute(
            "ledger",
            "verify",
            "--quiet",
            "--journal",
            journal.toString(),
            "--memory",
            folder.resolve("memory").toString(),
            "--vkey",
            vkey);
    printed = text.toString();
    return exitCode;
  }

  private static Checkpoint checkpoint(int size) {
    var frontier = Frontier.empty();
    ENTRIES.subList(0, size).forEach(e -> frontier.append(MerkleTree.leaf(e.array())));
    return new Checkpoint(PublishedLedger.ORIGIN, size, frontier.root());
  }
}
