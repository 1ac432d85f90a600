package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.core.Bytes;
import coop.imece.ledger.event.EventReader;
import coop.imece.ledger.event.LedgerEvent;
import coop.imece.log.Entry;
import coop.imece.log.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An entry and what it says, read in one pass, against the form first and then the data. */
class OnePassTest {
  private static final int MUTATIONS = 60;

  @Test
  void it_reads_what_two_passes_read_and_refuses_in_the_same_words() {
    var random = new Random(5);
    for (var entry : SampleLedger.ofSize(200).entries) {
      assertSame(entry.bytes());
      for (var i = 0; i < MUTATIONS; i++) {
        assertSame(mutated(entry.bytes().array(), random));
      }
    }
  }

  @Test
  void a_kind_that_is_no_more_than_text_in_the_data_is_not_taken_for_the_entry_s() {
    var text = "{\"data\":{\"reason\":\",\\\"kind\\\":\\\"settle\\\"\"},\"prev\":0}";
    var bytes = Bytes.own(text.getBytes(StandardCharsets.UTF_8));
    var refused = assertThrows(MalformedException.class, () -> EventReader.parse(bytes));
    assertEquals(
        assertThrows(MalformedException.class, () -> Entry.parse(bytes)).getMessage(),
        refused.getMessage());
  }

  private static void assertSame(Bytes bytes) {
    Entry entry;
    LedgerEvent event;
    try {
      entry = Entry.parse(bytes);
      event = EventReader.read(entry);
    } catch (MalformedException expected) {
      var refused = assertThrows(MalformedException.class, () -> EventReader.parse(bytes));
      assertEquals(expected.getMessage(), refused.getMessage());
      return;
    }
    var read = EventReader.parse(bytes);
    assertEquals(event, read.data());
    assertEquals(entry, read.entry());
    assertEquals(entry.kind(), read.entry().kind());
    assertEquals(entry.seq(), read.entry().seq());
    assertEquals(entry.prev(), read.entry().prev());
    assertEquals(entry.ts(), read.entry().ts());
    assertEquals(EventReader.read(entry), EventReader.read(read.entry()));
  }

  /** A byte changed, dropped or doubled. */
  private static Bytes mutated(byte[] bytes, Random random) {
    var at = random.nextInt(bytes.length);
    var kind = random.nextInt(3);
    var out = new byte[bytes.length + (kind == 1 ? -1 : kind == 2 ? 1 : 0)];
    System.arraycopy(bytes, 0, out, 0, at);
    switch (kind) {
      case 0 -> {
        System.arraycopy(bytes, at, out, at, bytes.length - at);
        out[at] ^= (byte) (1 << random.nextInt(8));
      }
      case 1 -> System.arraycopy(bytes, at + 1, out, at, bytes.length - at - 1);
      default -> System.arraycopy(bytes, at, out, at + 1, bytes.length - at);
    }
    if (kind == 2) {
      out[at] = bytes[at];
    }
    return Bytes.own(out);
  }
}
