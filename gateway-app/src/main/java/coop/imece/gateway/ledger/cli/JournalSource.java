package coop.imece.gateway.ledger.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.core.Bytes;
import coop.imece.ledger.journal.CheckpointTable;
import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.JournalSettings;
import coop.imece.log.Checkpoint;
import coop.imece.log.MemoryTree;
import coop.imece.log.MerkleTree;
import coop.imece.log.SignedNote;
import coop.imece.log.TilePath;
import coop.imece.log.TreeReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The ledger's own journal: all entries, those that no checkpoint covers yet included. */
final class JournalSource implements LedgerSource {
  private static final String PERSISTENCE_ID = "ledger";
  private static final int MAX_CHECKPOINTS = 1_000_000;

  private final String place;
  private final JournalDatabase database;
  private final JournalReader journal;
  private final CheckpointTable checkpoints;

  private interface Query<T> {
    T run() throws SQLException;
  }

  private JournalSource(String place, JournalDatabase database) {
    this.place = place;
    this.database = database;
    this.journal = new JournalReader(database, PERSISTENCE_ID);
    this.checkpoints = new CheckpointTable(database);
  }

  /**
   * @param journal a JDBC URL, or the folder of an H2 journal that no process has open
   */
  static JournalSource open(String journal) {
    try {
      return new JournalSource(
          journal.startsWith("jdbc:") ? "the journal" : journal,
          JournalDatabase.open(settings(journal)));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--journal: " + e.getMessage());
    }
  }

  @Override
  public Optional<SignedNote> checkpoint() {
    return ask(checkpoints::newest).map(SignedNote::parse);
  }

  @Override
  public List<SignedNote> olderCheckpoints() {
    return ask(() -> checkpoints.between(0, Long.MAX_VALUE, MAX_CHECKPOINTS)).stream()
        .map(SignedNote::parse)
        .toList();
  }

  @Override
  public long size(Optional<Checkpoint> checkpoint) {
    return ask(journal::size);
  }

  @Override
  public List<Bytes> page(long start, long end, long size) {
    var entries = ask(() -> journal.range(start, end));
    if (entries.size() != end - start) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "%s has %d of the entries [%d, %d)".formatted(place, entries.size(), start, end));
    }
    return entries;
  }

  @Override
  public TreeReader tree(long size) {
    var tree = new MemoryTree();
    new EntryPages(this, size)
        .forEachRemaining(entry -> tree.append(MerkleTree.leaf(entry.array())));
    return tree;
  }

  @Override
  public Optional<byte[]> hashTile(TilePath path) {
    return Optional.empty();
  }

  @Override
  public void close() {
    database.close();
  }

  private <T> T ask(Query<T> query) {
    try {
      return query.run();
    } catch (SQLException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, "%s cannot be read: %s".formatted(place, e.getMessage()));
    }
  }

  private static JournalSettings settings(String journal) {
    if (journal.startsWith("jdbc:")) {
      var user = System.getenv().getOrDefault("IMECE_LEDGER_JOURNAL_USER", "");
      var password = System.getenv().getOrDefault("IMECE_LEDGER_JOURNAL_PASSWORD", "");
      return new JournalSettings(journal, user, password, 1);
    }
    var folder = Path.of(journal);
    if (Files.notExists(folder.resolve("journal.mv.db"))) {
      throw new CommandFailure(ExitCode.FAILED, "%s has no file journal.mv.db".formatted(folder));
    }
    return JournalSettings.embedded(folder);
  }
}
