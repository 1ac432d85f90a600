package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Bytes;
import coop.imece.core.SessionId;
import coop.imece.ledger.Ledger;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.event.EventReader;
import coop.imece.ledger.event.Held;
import coop.imece.ledger.event.Settled;
import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.JournalSettings;
import coop.imece.log.Entry;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the client of a ledger saw, over all processes that were killed, and the checks that follow
 * from it: what was acknowledged is in the journal, exactly once, under the index that was said.
 */
final class KillHistory {
  private final Set<String> asked = new LinkedHashSet<>();
  private final Map<String, Reply.Recorded> acknowledged = new LinkedHashMap<>();
  private final List<String> recent = new ArrayList<>();

  /** Takes a line of {@link KilledLedger}; a second answer must be the first one again. */
  void take(String line) {
    var parts = line.split(" ");
    if (parts[0].equals("ask")) {
      asked.add(parts[1]);
    } else if (parts[0].equals("ack")) {
      var reply = read(parts[2], Reply.class);
      var recorded = assertInstanceOf(Reply.Recorded.class, reply, () -> text(parts[1]));
      var first = acknowledged.putIfAbsent(parts[1], recorded);
      if (first == null) {
        recent.add(parts[1]);
      } else {
        assertEquals(first, recorded, () -> "the second answer to " + text(parts[1]));
      }
    }
  }

  /** What the next process asks first: all that is open, and what was answered last once more. */
  List<String> toRepeat(int answered) {
    var commands = new ArrayList<>(asked);
    commands.removeAll(acknowledged.keySet());
    var last = recent.subList(Math.max(0, recent.size() - answered), recent.size());
    commands.addAll(last);
    return commands;
  }

  int acknowledgements() {
    return acknowledged.size();
  }

  int open() {
    return asked.size() - acknowledged.size();
  }

  /** Reads the whole journal as an auditor would, and compares. */
  void requireJournal(JournalSettings settings) throws Exception {
    var holds = new HashMap<SessionId, Long>();
    var settles = new HashMap<SessionId, Long>();
    var ledger = Ledger.empty();
    try (var database = JournalDatabase.open(settings)) {
      var reader = new JournalReader(database, LedgerActor.PERSISTENCE_ID);
      var size = reader.size();
      while (ledger.head().size() < size) {
        var start = ledger.head().size();
        for (var bytes : reader.range(start, start + JournalReader.MAX_PAGE)) {
          var entry = Entry.parse(bytes);
          ledger.replay(entry);
          var event = EventReader.read(entry);
          if (event instanceof Held held) {
            assertEquals(null, holds.put(held.id(), entry.seq()), "a second hold " + held.id());
          } else if (event instanceof Settled settled) {
            assertEquals(
                null, settles.put(settled.id(), entry.seq()), "a second settle " + settled.id());
          }
        }
      }
    }
    acknowledged.forEach((command, reply) -> requireEntry(command, reply, holds, settles));
    assertTrue(ledger.state().supply().balances());
    assertEquals(open(), 0, "commands without an answer");
    assertEquals(0, ledger.state().openHolds() - unsettled(), "holds that nobody asked for");
  }

  private long unsettled() {
    var open = new LinkedHashSet<SessionId>();
    for (var command : acknowledged.keySet()) {
      var record = (Question.Record) read(command, Question.class);
      if (record.command() instanceof LedgerCommand.Hold hold) {
        open.add(hold.id());
      } else if (record.command() instanceof LedgerCommand.Settle settle) {
        open.remove(settle.id());
      }
    }
    return open.size();
  }

  private static void requireEntry(
      String text, Reply.Recorded reply, Map<SessionId, Long> holds, Map<SessionId, Long> settles) {
    var command = ((Question.Record) read(text, Question.class)).command();
    var seq = reply.entries().get(0).seq();
    if (command instanceof LedgerCommand.Hold hold) {
      assertEquals(seq, holds.get(hold.id()), () -> "index of the hold " + hold.id());
    } else if (command instanceof LedgerCommand.Settle settle) {
      assertEquals(seq, settles.get(settle.id()), () -> "index of the settle " + settle.id());
    }
  }

  private static String text(String command) {
    return read(command, Question.class).toString();
  }

  private static <T> T read(String base64, Class<T> type) {
    return CborCodec.read(Bytes.own(Base64.getDecoder().decode(base64)), type);
  }
}
