package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Bytes;
import coop.imece.ledger.Ledger;
import coop.imece.ledger.LedgerLimits;
import coop.imece.ledger.Outcome;
import coop.imece.ledger.Workload;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.journal.CheckpointFile;
import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.JournalSettings;
import coop.imece.log.Entry;
import coop.imece.log.Hash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start finds when the journal is not what was signed. */
class HistoryTest {
  private static final Map<String, String> OVERRIDES =
      Map.of("checkpoint.every", "200ms", "snapshot-every", "20");

  @TempDir Path folder;

  @Test
  void a_journal_that_was_set_back_is_refused_with_both_sizes() throws Exception {
    var journal = JournalSettings.embedded(folder);
    var size = fill(journal);
    change(
        journal,
        "delete from event_journal where sequence_number > " + (size - 10),
        "delete from snapshot where sequence_number > " + (size - 10),
        "delete from ledger_checkpoint where size > " + (size - 10));
    assertRefused(
        journal,
        ("the journal has %d entries, the newest signed checkpoint has %d: it was set back to an"
                + " older state or lost its end")
            .formatted(size - 10, size));
  }

  @Test
  void a_journal_whose_newest_entries_were_written_anew_is_refused_with_both_roots()
      throws Exception {
    var journal = JournalSettings.embedded(folder);
    var size = fill(journal);
    var signed = roots(journal, size);
    forge(journal, size);
    var forged = roots(journal, size);
    assertRefused(
        journal,
        "the signed checkpoint of size %d has root %s, the journal's first %d entries have %s"
            .formatted(size, signed, size, forged));
  }

  @Test
  void an_entry_that_changed_at_rest_is_refused() throws Exception {
    var journal = JournalSettings.embedded(folder);
    var size = fill(journal);
    var entry = entry(journal, size - 1);
    var text = entry.toString().replace("\"stop\"", "\"stap\"");
    update(journal, size - 1, text.getBytes(StandardCharsets.UTF_8));
    assertRefused(
        journal,
        "entry %d was stored with hash %s, its bytes now have %s"
            .formatted(
                size - 1, entry.chainHash(), Hash.sha256(text.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void a_snapshot_that_changed_at_rest_costs_a_replay_and_nothing_else() throws Exception {
    var journal = JournalSettings.embedded(folder);
    var size = fill(journal);
    change(journal, "update snapshot set snapshot_payload = X'00'");
    try (var ledger = TestLedger.start(journal, folder, OVERRIDES)) {
      assertEquals(size, assertInstanceOf(Reply.SupplyIs.class, ledger.supply()).size());
    }
  }

  @Test
  void a_ledger_of_another_origin_is_refused() throws Exception {
    var journal = JournalSettings.embedded(folder);
    fill(journal);
    change(journal, "delete from ledger_checkpoint");
    java.nio.file.Files.delete(folder.resolve("checkpoint"));
    var overrides = new HashMap<>(OVERRIDES);
    overrides.put("origin", "other.example/ledger");
    assertRefused(journal, "the ledger's origin is 'imece.example/ledger' already", overrides);
  }

  /** Writes a history of which everything is signed; its size. */
  private long fill(JournalSettings journal) throws Exception {
    try (var ledger = TestLedger.start(journal, folder, OVERRIDES)) {
      var workload = new Workload(1, 2);
      ledger.recordAll(workload.setup(TestLedger.ORIGIN, System.currentTimeMillis()));
      var size = 0L;
      while (size < 45) {
        var request = workload.request(System.currentTimeMillis());
        ledger.record(request.hold());
        var reply = (Reply.Recorded) ledger.record(request.settle());
        size = reply.entries().get(0).seq() + 1;
      }
      awaitSigned(ledger, size);
      return size;
    }
  }

  private void awaitSigned(TestLedger ledger, long size) {
    var file = new CheckpointFile(folder.resolve("checkpoint"));
    TestProbe.create(ledger.system)
        .awaitAssert(
            Duration.ofSeconds(20),
            () -> {
              assertTrue(file.read().orElse("").contains("\n" + size + "\n"));
              return true;
            });
  }

  private void assertRefused(JournalSettings journal, String reason) throws Exception {
    assertRefused(journal, reason, OVERRIDES);
  }

  private void assertRefused(JournalSettings journal, String reason, Map<String, String> overrides)
      throws Exception {
    var impatient = new HashMap<>(overrides);
    impatient.put("client.timeout", "500ms");
    try (var ledger = TestLedger.start(journal, folder, impatient)) {
      assertEquals(
          new Reply.Unavailable("the ledger refuses to serve: " + reason), ledger.supply());
    }
  }

  /** Replaces the last entry by another one that fits the chain. */
  private static void forge(JournalSettings journal, long size) throws Exception {
    var ledger = Ledger.empty();
    for (long seq = 0; seq < size - 1; seq++) {
      ledger.replay(entry(journal, seq));
    }
    var last = entry(journal, size - 1);
    var id = coop.imece.ledger.event.EventReader.read(last);
    var settled = (coop.imece.ledger.event.Settled) id;
    var outcome =
        ledger.execute(
            new LedgerCommand.Void(settled.id(), "forged"), new LedgerLimits(10, 10), last.ts());
    var forged = ((Outcome.Appended) outcome).entries().get(0);
    update(journal, size - 1, forged.bytes().array());
    change(
        journal,
        "update event_journal set event_ser_manifest = '%s' where sequence_number = %d"
            .formatted(forged.chainHash(), size));
  }

  private static Hash roots(JournalSettings journal, long size) throws Exception {
    return TestJournal.read(journal).ledger().head().root();
  }

  private static Entry entry(JournalSettings journal, long seq) throws Exception {
    try (var database = JournalDatabase.open(journal)) {
      Bytes bytes = new JournalReader(database, "ledger").range(seq, seq + 1).get(0);
      return Entry.parse(bytes);
    }
  }

  private static void update(JournalSettings journal, long seq, byte[] bytes) throws SQLException {
    try (var database = JournalDatabase.open(journal)) {
      database.transact(
          connection -> {
            try (var update =
                connection.prepareStatement(
                    "update event_journal set event_payload = ? where sequence_number = ?")) {
              update.setBytes(1, bytes);
              update.setLong(2, seq + 1);
              return update.executeUpdate();
            }
          });
    }
  }

  private static void change(JournalSettings journal, String... statements) throws SQLException {
    try (var database = JournalDatabase.open(journal)) {
      for (var statement : statements) {
        database.transact(connection -> connection.createStatement().executeUpdate(statement));
      }
    }
  }
}
