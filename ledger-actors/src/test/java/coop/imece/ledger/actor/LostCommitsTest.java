package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coop.imece.ledger.Workload;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.JournalSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start does when H2 has forgotten commits that it had acknowledged. */
class LostCommitsTest {
  @TempDir Path folder;

  private final Workload workload = new Workload(11, 3);

  @Test
  void what_the_database_forgot_is_put_back_and_answered_as_before() throws Exception {
    var journal = JournalSettings.embedded(folder);
    var commands = new ArrayList<LedgerCommand>();
    var replies = new ArrayList<Reply>();
    try (var ledger = TestLedger.start(journal, folder, Map.of())) {
      ledger.recordAll(workload.setup(TestLedger.ORIGIN, System.currentTimeMillis()));
      for (var i = 0; i < 10; i++) {
        var request = workload.request(System.currentTimeMillis());
        commands.addAll(List.of(request.hold(), request.settle()));
      }
      for (var command : commands) {
        replies.add(ledger.record(command));
      }
    }
    forget(journal, 7);
    Files.writeString(folder.resolve("journal.tail"), "{\"half\":", StandardOpenOption.APPEND);
    try (var ledger = TestLedger.start(journal, folder, Map.of())) {
      for (var i = 0; i < commands.size(); i++) {
        assertEquals(replies.get(i), ledger.record(commands.get(i)));
      }
      var request = workload.request(System.currentTimeMillis());
      assertInstanceOf(Reply.Recorded.class, ledger.record(request.hold()));
    }
    var whole = TestJournal.read(journal).ledger().head().root();
    forget(journal, 1);
    try (var ledger = TestLedger.start(journal, folder, Map.of())) {
      assertInstanceOf(Reply.SupplyIs.class, ledger.supply());
    }
    assertEquals(whole, TestJournal.read(journal).ledger().head().root());
  }

  @Test
  void a_tail_of_another_history_is_refused() throws Exception {
    var journal = JournalSettings.embedded(folder);
    try (var ledger = TestLedger.start(journal, folder, Map.of())) {
      ledger.recordAll(workload.setup(TestLedger.ORIGIN, System.currentTimeMillis()));
    }
    forget(journal, 2);
    var tail = folder.resolve("journal.tail");
    var lines = Files.readAllLines(tail);
    var other = lines.get(lines.size() - 2).replaceFirst("\"prev\":\"....", "\"prev\":\"0000");
    Files.writeString(
        tail, String.join("\n", lines.subList(0, lines.size() - 2)) + "\n" + other + "\n");
    try (var ledger = TestLedger.start(journal, folder, Map.of("client.timeout", "1s"))) {
      TestProbe.<Void>create(ledger.system)
          .awaitAssert(
              Duration.ofSeconds(20),
              () -> {
                var reply = assertInstanceOf(Reply.Unavailable.class, ledger.supply());
                assertEquals(
                    "the ledger refuses to serve: journal.tail goes on from another entry "
                        + (lines.size() - 3)
                        + " than the journal has",
                    reply.reason());
                return null;
              });
    }
  }

  private static void forget(JournalSettings journal, int entries) throws Exception {
    try (var database = JournalDatabase.open(journal)) {
      database.transact(
          connection ->
              connection
                  .createStatement()
                  .executeUpdate(
                      "delete from event_journal where sequence_number > (select"
                          + " max(sequence_number) from event_journal) - "
                          + entries));
    }
  }
}
