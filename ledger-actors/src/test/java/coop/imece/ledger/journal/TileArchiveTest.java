package coop.imece.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Bytes;
import coop.imece.log.Checkpoint;
import coop.imece.log.Entry;
import coop.imece.log.Hash;
import coop.imece.log.LogHead;
import coop.imece.log.ProofVerifier;
import coop.imece.log.Proofs;
import coop.imece.log.SigningKey;
import coop.imece.log.TilePath;
import coop.imece.log.Tiles;
import coop.imece.log.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileArchiveTest {
  private static final SigningKey KEY =
      SigningKey.ofSeed("imece.example/ledger", VerifierKey.Type.ED25519, new byte[32]);

  @TempDir Path folder;

  @Test
  void what_is_published_step_by_step_proves_every_entry_and_every_older_size() throws Exception {
    var entries = entries(700);
    var archive = new TileArchive(folder.resolve("public"));
    try (var database = journal(entries)) {
      var reader = new JournalReader(database, "ledger");
      var head = LogHead.empty();
      var roots = new ArrayList<Hash>(List.of(head.root()));
      for (var entry : entries) {
        head.append(entry);
        roots.add(head.root());
      }
      for (var size : new int[] {1, 255, 256, 257, 300, 512, 700}) {
        archive.publish(note(size, roots.get(size)), reader);
        assertEquals(size, archive.size());
        assertEquals(roots.get(size), Proofs.root(size, archive.tree(size)));
      }
      var newest = roots.get(700).toBytes();
      for (var index = 0; index < 700; index += 37) {
        var proof = Proofs.inclusion(index, 700, archive.tree(700));
        assertTrue(
            ProofVerifier.inclusion(
                index,
                700,
                entries.get(index).leafHash().toBytes(),
                proof.stream().map(Hash::toBytes).toList(),
                newest));
      }
      for (var older = 1; older < 700; older += 41) {
        var proof = Proofs.consistency(older, 700, archive.tree(700));
        assertTrue(
            ProofVerifier.consistency(
                older,
                700,
                proof.stream().map(Hash::toBytes).toList(),
                roots.get(older).toBytes(),
                newest));
      }
    }
  }

  @Test
  void a_tile_that_grew_is_still_served_as_it_was() throws Exception {
    var entries = entries(300);
    var archive = new TileArchive(folder.resolve("public"));
    try (var database = journal(entries)) {
      var reader = new JournalReader(database, "ledger");
      archive.publish(note(20, Hash.ZERO), reader);
      var before = archive.tile(new TilePath(0, 0, 20)).orElseThrow();
      archive.publish(note(300, Hash.ZERO), reader);
      assertArrayEquals(before, archive.tile(new TilePath(0, 0, 20)).orElseThrow());
      var bundle = new TilePath(TilePath.ENTRIES, 0, 20);
      assertEquals(
          entries.subList(0, 20).stream().map(Entry::bytes).toList(),
          Tiles.parseEntries(bundle, archive.tile(bundle).orElseThrow()));
      assertEquals(Optional.empty(), archive.tile(new TilePath(0, 1, 45)));
      assertEquals(Optional.empty(), archive.tile(new TilePath(0, 1, 256)));
      assertEquals(Optional.empty(), archive.tile(new TilePath(0, 9, 3)));
      assertEquals(
          List.of("000", "001.p"),
          sorted(folder.resolve("public/tile/entries")),
          "narrower tiles go");
    }
  }

  private static List<String> sorted(Path path) throws Exception {
    try (var files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String note(long size, Hash root) {
    return new Checkpoint("imece.example/ledger", size, root).signed(KEY).toString();
  }

  private static List<Entry> entries(int count) {
    var head = LogHead.empty();
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < count; i++) {
      var entry = head.next("test", ("{\"n\":" + i + "}").getBytes(), i);
      head.append(entry);
      entries.add(entry);
    }
    return entries;
  }

  private JournalDatabase journal(List<Entry> entries) throws Exception {
    var database = JournalDatabase.open(JournalSettings.embedded(folder));
    JournalSchema.migrate(database);
    database.transact(
        connection -> {
          for (var entry : entries) {
            insert(connection, entry.seq(), entry.bytes());
          }
          return null;
        });
    return database;
  }

  private static void insert(java.sql.Connection connection, long seq, Bytes bytes)
      throws java.sql.SQLException {
    try (var insert =
        connection.prepareStatement(
            "insert into event_journal (persistence_id, sequence_number, writer, write_timestamp,"
                + " adapter_manifest, event_payload, event_ser_id, event_ser_manifest)"
                + " values ('ledger', ?, '', 0, '', ?, 0, '')")) {
      insert.setLong(1, seq + 1);
      insert.setBytes(2, bytes.array());
      insert.executeUpdate();
    }
  }
}
