package coop.imece.ledger.actor;

import coop.imece.ledger.Ledger;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.event.EventReader;
import coop.imece.ledger.event.Held;
import coop.imece.ledger.event.Settled;
import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.JournalSettings;
import coop.imece.log.Entry;
import java.util.HashMap;
import java.util.Map;

/**
 * A journal read as an auditor would: replayed from its first entry on.
 *
 * @param closing index of the entry of each hold and settle, by the command that leads to it
 */
record TestJournal(Ledger ledger, Map<LedgerCommand, Long> closing) {

  static TestJournal read(JournalSettings settings) throws Exception {
    var ledger = Ledger.empty();
    var indexes = new HashMap<LedgerCommand, Long>();
    try (var database = JournalDatabase.open(settings)) {
      var reader = new JournalReader(database, LedgerActor.PERSISTENCE_ID);
      var size = reader.size();
      while (ledger.head().size() < size) {
        var start = ledger.head().size();
        for (var bytes : reader.range(start, start + JournalReader.MAX_PAGE)) {
          var entry = Entry.parse(bytes);
          ledger.replay(entry);
          var event = EventReader.read(entry);
          if (event instanceof Held || event instanceof Settled) {
            var other = indexes.put(event.command(), entry.seq());
            if (other != null) {
              throw new AssertionError(
                  "entries %d and %d are one command".formatted(other, entry.seq()));
            }
          }
        }
      }
    }
    return new TestJournal(ledger, indexes);
  }

  /** Every command that was acknowledged is there once, under the index that was said. */
  void requireAll(Map<LedgerCommand, Reply.Recorded> acknowledged) {
    acknowledged.forEach(
        (command, reply) -> {
          var said = reply.entries().get(0).seq();
          if (!Long.valueOf(said).equals(closing.get(command))) {
            throw new AssertionError(
                "%s was acknowledged as entry %d, the journal has it at %s"
                    .formatted(command, said, closing.get(command)));
          }
        });
  }
}
