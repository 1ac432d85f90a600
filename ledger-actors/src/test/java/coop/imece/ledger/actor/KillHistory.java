package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Bytes;
import coop.imece.core.SessionId;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.journal.JournalSettings;
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
    var journal = TestJournal.read(settings);
    var replies = new HashMap<LedgerCommand, Reply.Recorded>();
    acknowledged.forEach(
        (text, reply) -> {
          var command = ((Question.Record) read(text, Question.class)).command();
          if (command instanceof LedgerCommand.Hold || command instanceof LedgerCommand.Settle) {
            replies.put(command, reply);
          }
        });
    journal.requireAll(replies);
    var ledger = journal.ledger();
    assertTrue(ledger.state().supply().balances());
    assertEquals(0, open(), "commands without an answer");
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

  private static String text(String command) {
    return read(command, Question.class).toString();
  }

  private static <T> T read(String base64, Class<T> type) {
    return CborCodec.read(Bytes.own(Base64.getDecoder().decode(base64)), type);
  }
}
