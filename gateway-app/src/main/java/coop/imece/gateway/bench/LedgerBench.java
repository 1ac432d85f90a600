package coop.imece.gateway.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.core.Bytes;
import coop.imece.ledger.Ledger;
import coop.imece.ledger.LedgerAudit;
import coop.imece.ledger.Workload;
import coop.imece.ledger.journal.JournalDatabase;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.ledger.journal.JournalSettings;
import coop.imece.log.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the ledger on an H2 file and, where a database is named, on PostgreSQL. */
@Command(
    name = "ledger",
    description = {
      "Measures the ledger: settles per second beside plain inserts of rows of the same size,",
      "replay, and recovery. On an H2 file in a folder of its own, and on PostgreSQL if --url",
      "names an empty database that may be filled."
    })
public final class LedgerBench implements Callable<Integer> {
  private static final int WALLETS = 64;
  private static final int WARM_UP = 2_000;

  /** Entries of a long audit. */
  private static final int MANY = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      defaultValue = "",
      description = "JDBC URL of an empty PostgreSQL database.")
  private String url;

  @Option(names = "--user", defaultValue = "postgres", description = "Its user.")
  private String user;

  @Option(
      names = "--callers",
      split = ",",
      defaultValue = "64,512",
      description = "How many wait for an answer at once; default ${DEFAULT-VALUE}.")
  private List<Integer> callers;

  @Option(
      names = "--settles",
      defaultValue = "20000",
      description = "Settles of each measurement; default ${DEFAULT-VALUE}.")
  private int settles;

  @Option(
      names = "--recover",
      defaultValue = "0",
      description =
          "Also measure recovery of a ledger of so many entries, with and without snapshot.")
  private long recover;

  @Option(names = "--skip-h2", description = "Measure PostgreSQL alone.")
  private boolean skipH2;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  private final List<BenchFigure> figures = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    var folder = Files.createTempDirectory("imece-ledger-bench");
    try {
      if (!skipH2) {
        measure(JournalSettings.embedded(folder.resolve("h2")), folder.resolve("h2"));
      }
      if (!url.isEmpty()) {
        measure(postgresql(), folder.resolve("postgresql"));
      }
    } finally {
      delete(folder);
    }
    print(spec.commandLine().getOut());
    return 0;
  }

  /** The password comes by the environment: never as an argument, which others could read. */
  private JournalSettings postgresql() {
    var password = System.getenv().getOrDefault("IMECE_LEDGER_JOURNAL_PASSWORD", "");
    return new JournalSettings(url, user, password, 8);
  }

  private void measure(JournalSettings journal, Path directory) throws Exception {
    Files.createDirectories(directory);
    var database = journal.kind().name().toLowerCase(java.util.Locale.ROOT);
    try (var connection = JournalDatabase.open(journal)) {
      if (recover > 0) {
        recovery(database, journal, directory, connection);
      } else {
        throughput(database, journal, directory);
        entries(database, connection);
      }
    }
  }

  private void throughput(String database, JournalSettings journal, Path directory)
      throws IOException {
    try (var ledger = BenchLedger.start(journal, directory)) {
      var workload = new Workload(1, WALLETS);
      new SettleLoad(ledger.client(), 1).prepare(workload);
      new SettleLoad(ledger.client(), callers.get(0)).requests(workload, WARM_UP);
      for (var count : callers) {
        var load = new SettleLoad(ledger.client(), count);
        figure(database, "settles, held before", count, load.settles(workload, settles), "1/s");
        figure(
            database, "requests, hold and settle", count, load.requests(workload, settles), "1/s");
      }
    }
  }

  /** Plain rows of the entries' own size, and what it takes to compute the ledger again. */
  private void entries(String database, JournalDatabase connection) throws SQLException {
    var reader = new JournalReader(connection, "ledger");
    var ledger = Ledger.empty();
    var all = new ArrayList<Bytes>();
    var nanos = 0L;
    while (ledger.head().size() < reader.size()) {
      var start = ledger.head().size();
      var page = reader.range(start, start + JournalReader.MAX_PAGE);
      var begin = System.nanoTime();
      for (var entry : page) {
        ledger.replay(Entry.parse(entry));
      }
      all.addAll(page);
      nanos += System.nanoTime() - begin;
    }
    var size = ledger.head().size();
    var bytes = all.stream().mapToLong(Bytes::size).sum();
    figure("memory", "entries recomputed, one thread", 0, size * 1e9 / nanos, "1/s");
    figure("memory", "entries verified, once", 0, verified(all, 1), "1/s");
    var passes = 1 + MANY / all.size();
    figure("memory", "entries verified, a million", 0, verified(all, passes), "1/s");
    figure(database, "bytes of an entry", 0, (double) bytes / size, "B");
    var plain = PlainInsert.rate(connection, 2 * settles, (int) (bytes / size));
    figure(database, "plain rows, batches of 500", 0, plain, "1/s");
  }

  /** Entries per second of an audit: read, chain, tree, every amount and every invariant. */
  private static double verified(List<Bytes> entries, int times) {
    var start = System.nanoTime();
    for (var i = 0; i < times; i++) {
      var report = LedgerAudit.run(entries.iterator(), List.of(), size -> {});
      if (report.finding().isPresent() || report.entries() != entries.size()) {
        throw new IllegalStateException("the audit of a sound ledger says " + report);
      }
    }
    return (double) times * entries.size() * 1e9 / (System.nanoTime() - start);
  }

  private void recovery(
      String database, JournalSettings journal, Path directory, JournalDatabase connection)
      throws SQLException, IOException {
    var filled = FilledJournal.write(connection, recover);
    figure(database, "entries to recover", 0, recover, "");
    figure(database, "recovery without snapshot", 0, open(journal, directory), "s");
    filled.storeSnapshot();
    figure(database, "recovery with snapshot", 0, open(journal, directory), "s");
  }

  private static double open(JournalSettings journal, Path directory) throws IOException {
    try (var ledger = BenchLedger.start(journal, directory)) {
      return ledger.openSeconds();
    }
  }

  private void figure(String database, String name, int count, double value, String unit) {
    figures.add(new BenchFigure(database, name, count, value, unit));
    if (!json) {
      spec.commandLine().getErr().printf("measured: %s, %s%n", database, name);
      spec.commandLine().getErr().flush();
    }
  }

  private void print(PrintWriter out) throws IOException {
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(Map.of("figures", figures)));
    } else {
      figures.forEach(
          f ->
              out.printf(
                  "%-11s %-32s %8s %,14.1f %s%n",
                  f.database(),
                  f.name(),
                  f.callers() == 0 ? "" : f.callers() + " callers",
                  f.value(),
                  f.unit()));
    }
    out.flush();
  }

  /** A benchmark's folder and all in it. */
  public static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
