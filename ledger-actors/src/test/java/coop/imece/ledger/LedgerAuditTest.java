package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Bytes;
import coop.imece.log.Checkpoint;
import coop.imece.log.Entry;
import coop.imece.log.Frontier;
import coop.imece.log.LogHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LedgerAuditTest {
  private static final int SIZE = 200;
  private static final String ORIGIN = "imece.example/ledger";

  private static List<Bytes> entries;
  private static List<Checkpoint> checkpoints;

  @BeforeAll
  static void makeLedger() {
    var sample = SampleLedger.ofSize(SIZE);
    entries = sample.entries.stream().map(Entry::bytes).toList();
    checkpoints = List.of(new Checkpoint(ORIGIN, SIZE, sample.ledger.head().root()));
  }

  @Test
  void an_honest_ledger_passes_and_holds_every_kind_of_entry() {
    var report = audit(entries, checkpoints);
    assertEquals(java.util.Optional.empty(), report.finding());
    assertEquals(SIZE, report.entries());
    assertTrue(report.supply().balances());
    var kinds = entries.stream().map(e -> Entry.parse(e).kind()).collect(Collectors.toSet());
    assertEquals(18, kinds.size(), kinds::toString);
  }

  @Test
  void every_flipped_byte_is_found_at_its_entry_or_the_next() {
    var prefix = Ledger.empty();
    var flips = 0;
    for (var i = 0; i < SIZE; i++) {
      var snapshot = prefix.snapshot();
      var bytes = entries.get(i).array();
      for (var at = 0; at < bytes.length; at++) {
        var flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << (at + i) % 8);
        var rest = new ArrayList<>(List.of(Bytes.own(flipped)));
        if (i + 1 < SIZE) {
          rest.add(entries.get(i + 1));
        }
        var report = LedgerAudit.run(prefix, rest.iterator(), checkpoints, entry -> {}, done -> {});
        var found = report.finding().orElseThrow().index();
        var last = i + 1 == SIZE;
        assertTrue(
            found == i || (last ? found < SIZE : found == i + 1),
            "byte %d of entry %d was found at %d".formatted(at, i, found));
        assertFalse(
            report.finding().get().reason().startsWith("the ledger ends"),
            "byte %d of entry %d was not found".formatted(at, i));
        if (prefix.head().size() != i) {
          prefix = Ledger.restore(snapshot);
        }
        flips++;
      }
      prefix = Ledger.restore(snapshot);
      prefix.replay(Entry.parse(entries.get(i)));
    }
    assertEquals(entries.stream().mapToInt(Bytes::size).sum(), flips);
  }

  @Test
  void a_dropped_swapped_duplicated_or_inserted_entry_is_found_where_it_is() {
    for (var i = 0; i < SIZE; i++) {
      var dropped = new ArrayList<>(entries);
      dropped.remove(i);
      var expected = i + 1 == SIZE ? "the ledger ends after 199 entries, a checkpoint has 200" : "";
      assertFound(i, expected, dropped);
      var duplicated = new ArrayList<>(entries);
      duplicated.add(i, entries.get(i));
      assertFound(i + 1, "seq must be %d, was %d".formatted(i + 1, i), duplicated);
      if (i + 1 < SIZE) {
        var swapped = new ArrayList<>(entries);
        swapped.set(i, entries.get(i + 1));
        swapped.set(i + 1, entries.get(i));
        assertFound(i, "seq must be %d, was %d".formatted(i, i + 1), swapped);
      }
    }
  }

  @Test
  void an_inserted_entry_that_fits_the_chain_is_found_by_the_one_after_it() {
    for (var i = 1; i < SIZE; i++) {
      var head = headOf(entries.subList(0, i));
      var forged = "{\"hash\":\"%s\",\"reason\":\"x\"}".formatted("0".repeat(64));
      var inserted = new ArrayList<>(entries);
      var entry = head.next("revoke", forged.getBytes(StandardCharsets.UTF_8), head.lastTs());
      inserted.add(i, entry.bytes());
      assertFound(i, "", inserted);
    }
  }

  @Test
  void an_amount_that_the_rules_do_not_give_is_found_even_in_a_perfect_chain() {
    var index = lastOf("settle");
    var text = new String(entries.get(index).array(), StandardCharsets.UTF_8);
    var issued = text.replaceFirst("\"issued\":\"(\\d)", "\"issued\":\"9$1");
    var rewritten = rechained(index, issued);
    var report = audit(rewritten, List.of());
    assertEquals(index, report.finding().orElseThrow().index());
    assertTrue(
        report.finding().get().reason().startsWith("settle must read ...\"issued\":"),
        report.finding().get()::reason);
  }

  @Test
  void a_history_recomputed_with_the_real_key_is_found_by_an_older_checkpoint() {
    var index = lastOf("void");
    var text = new String(entries.get(index).array(), StandardCharsets.UTF_8);
    var rewritten = rechained(index, text.replace("no route", "by us"));
    assertTrue(audit(rewritten, List.of()).passed(), "the new history is in order by itself");
    var older = checkpointOf(entries.subList(0, index + 1));
    var agreed = checkpointOf(entries.subList(0, 50));
    var finding = audit(rewritten, List.of(older, agreed)).finding().orElseThrow();
    assertEquals(50, finding.index());
    assertEquals(
        "the entries [50, %d) are not those of the checkpoint of size %d: its root is %s, theirs %s"
            .formatted(
                index + 1,
                index + 1,
                older.root(),
                checkpointOf(rewritten.subList(0, index + 1)).root()),
        finding.reason());
  }

  private static AuditReport audit(List<Bytes> entries, List<Checkpoint> checkpoints) {
    return LedgerAudit.run(entries.iterator(), checkpoints, done -> {});
  }

  private static void assertFound(int index, String reason, List<Bytes> entries) {
    var finding = audit(entries, checkpoints).finding().orElseThrow();
    assertEquals(index, finding.index(), finding.reason());
    if (!reason.isEmpty()) {
      assertEquals(reason, finding.reason());
    }
  }

  /** The ledger with one entry changed, and every later one chained to it anew. */
  private static List<Bytes> rechained(int index, String changed) {
    var history = new ArrayList<>(entries.subList(0, index));
    var head = headOf(history);
    for (var i = index; i < SIZE; i++) {
      var bytes = i == index ? Bytes.own(changed.getBytes(StandardCharsets.UTF_8)) : entries.get(i);
      var entry = Entry.parse(bytes);
      var text = entry.toString();
      var data = text.substring(8, text.lastIndexOf(",\"kind\":"));
      var next = head.next(entry.kind(), data.getBytes(StandardCharsets.UTF_8), entry.ts());
      head.append(next);
      history.add(next.bytes());
    }
    return history;
  }

  private static LogHead headOf(List<Bytes> entries) {
    var head = LogHead.empty();
    entries.forEach(entry -> head.append(Entry.parse(entry)));
    return head;
  }

  private static Checkpoint checkpointOf(List<Bytes> entries) {
    var frontier = Frontier.empty();
    entries.forEach(entry -> frontier.append(Entry.parse(entry).leafHash()));
    return new Checkpoint(ORIGIN, frontier.size(), frontier.root());
  }

  private static int lastOf(String kind) {
    for (var i = SIZE - 1; ; i--) {
      if (Entry.parse(entries.get(i)).kind().equals(kind)) {
        return i;
      }
    }
  }
}
