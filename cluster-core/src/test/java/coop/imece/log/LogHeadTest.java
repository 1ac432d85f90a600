package coop.imece.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.core.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogHeadTest {
  /** Entry, chain hash, leaf hash, root: as published. */
  private static final List<List<String>> HASHES =
      List.of(
          List.of(
              "c8f978b8923929b41ac32e2942e606db1c714036f0435cc7160cba9a32bb666d",
              "2d125cff19ab2f8d15c931031b7cff4933f61f40ea64b20849e2d12a92ffc582",
              "2d125cff19ab2f8d15c931031b7cff4933f61f40ea64b20849e2d12a92ffc582"),
          List.of(
              "cdffa1f9afd061ab9e47068b37f72766996576badd18eb0e3f86266510f2e9cd",
              "863a9a4c0827f4a3f125a6055a801c9f1a65671d84d2d5f5a737351cdfd49fdc",
              "5c79d90071216827c8a5a7c18d60f8a98da39ff51411a6bd9245cf54e4869a5a"),
          List.of(
              "7ca1e3f44972ca943d455b2e19de42d03eec65758e5ae4533afe917fe5bcfa9f",
              "dcab6ee09f8694149176aeb30ab1cab5d0667395645656cadf6afe21f3727224",
              "64f9b7b64caf28ffe65c0170433170d9bc0d5e5b55d5f468584be7967b7e133b"),
          List.of(
              "26f3e0800b06aae0a8a34120141c0ae7c026145d41fde122985e969ecb52f52b",
              "e282c768975460eaa6bb348e7ad47eadf486a4d2ddc273df4a59d6d0a1195bdb",
              "9096dfe7a821ad68f1635321a86bacd684df7a04f14891ca80cff45bd923e8a8"));

  @Test
  void four_entries_have_the_published_chain_and_tree() throws IOException {
    var head = LogHead.empty();
    var tree = new MemoryTree();
    var lines = fourEntries();
    for (var i = 0; i < lines.size(); i++) {
      var entry = Entry.parse(bytes(lines.get(i)));
      head.append(entry);
      tree.append(entry.leafHash());
      assertEquals(
          HASHES.get(i),
          List.of(head.chainHead().hex(), entry.leafHash().hex(), head.root().hex()),
          "entry " + i);
    }
    var proof = Proofs.inclusion(1, 4, tree);
    assertEquals(
        "2d125cff19ab2f8d15c931031b7cff4933f61f40ea64b20849e2d12a92ffc582 "
            + "c0bc2eaf943fc421b11d168c0675dd752283d0b68a5f457a44523221f0f215f7",
        proof.get(0) + " " + proof.get(1));
    assertEquals(List.of(proof.get(1)), Proofs.consistency(2, 4, tree));
    assertEquals(
        List.of("dcab6ee0", "e282c768", "5c79d900"),
        Proofs.consistency(3, 4, tree).stream().map(h -> h.hex().substring(0, 8)).toList());
  }

  @Test
  void an_entry_is_encoded_to_the_published_bytes() throws IOException {
    var head = LogHead.empty();
    for (var line : fourEntries()) {
      var published = Entry.parse(bytes(line));
      var data = line.substring(8, line.indexOf(",\"kind\":"));
      var entry =
          head.next(published.kind(), data.getBytes(StandardCharsets.UTF_8), published.ts());
      assertEquals(line, entry.toString());
      var reader = entry.data();
      reader.skip();
      reader.end();
      head.append(entry);
    }
  }

  @Test
  void an_entry_that_is_not_the_next_one_is_refused_and_changes_nothing() throws IOException {
    var head = LogHead.empty();
    var lines = fourEntries();
    head.append(Entry.parse(bytes(lines.get(0))));
    var root = head.root();
    assertRefused(head, lines.get(0), "seq must be 1, was 0");
    assertRefused(head, lines.get(2), "seq must be 1, was 2");
    assertRefused(
        head,
        lines.get(1).replace("\"prev\":\"c", "\"prev\":\"d"),
        "prev must be " + HASHES.get(0).get(0) + ", was d" + HASHES.get(0).get(0).substring(1));
    assertRefused(
        head,
        lines.get(1).replace("\"ts\":1767225601000", "\"ts\":1767225599999"),
        "ts must be 1767225600000 or more, was 1767225599999");
    assertEquals(1, head.size());
    assertEquals(root, head.root());
  }

  @Test
  void time_never_runs_backwards_even_when_the_clock_does() {
    var head = LogHead.empty();
    head.append(head.next("genesis", "{}".getBytes(StandardCharsets.UTF_8), 1000));
    var entry = head.next("note", "{}".getBytes(StandardCharsets.UTF_8), 400);
    assertEquals(1000, entry.ts());
    head.append(entry);
    assertEquals(1000, head.lastTs());
  }

  @Test
  void an_entry_longer_than_a_bundle_can_hold_is_refused() {
    var data = "{\"a\":\"%s\"}".formatted("x".repeat(Entry.MAX_BYTES));
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> LogHead.empty().next("note", data.getBytes(StandardCharsets.UTF_8), 0));
    assertEquals("an entry has at most 65535 bytes, was 65661", refused.getMessage());
  }

  private static void assertRefused(LogHead head, String line, String message) {
    var refused =
        assertThrows(MalformedException.class, () -> head.append(Entry.parse(bytes(line))));
    assertEquals(message, refused.getMessage());
  }

  private static Bytes bytes(String line) {
    return Bytes.own(line.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> fourEntries() throws IOException {
    try (var in = LogHeadTest.class.getResourceAsStream("four-entries.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
