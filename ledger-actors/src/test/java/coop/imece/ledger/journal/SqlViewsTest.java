package coop.imece.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.ledger.Ledger;
import coop.imece.ledger.LedgerLimits;
import coop.imece.ledger.Outcome;
import coop.imece.ledger.Workload;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.log.Entry;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The views of conf/sql say what the ledger itself says. */
class SqlViewsTest {
  private static final LedgerLimits LIMITS = new LedgerLimits(1_000, 1_000);

  @TempDir Path folder;

  private final Ledger ledger = Ledger.empty();
  private final List<Entry> entries = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void the_views_agree_with_the_ledger(DatabaseKind kind) throws Exception {
    var wallets = fill();
    try (var database = journal(kind)) {
      assertEquals(0, number(database, "select count(*) from ledger_chain_breaks").intValue());
      assertEquals(
          ledger.head().size(),
          number(database, "select count(*) from ledger_entries").longValue());
      for (var wallet : wallets) {
        var balance = ledger.state().balance(wallet.key().walletId()).orElseThrow();
        for (var column : List.of("available", "held", "pending")) {
          var expected =
              switch (column) {
                case "available" -> balance.available();
                case "held" -> balance.held();
                default -> balance.pending();
              };
          assertEquals(
              new BigDecimal(expected.micros()),
              number(
                  database,
                  "select %s from ledger_balances where wallet = '%s'"
                      .formatted(column, wallet.key().walletId())));
        }
      }
      var supply = ledger.state().supply();
      assertEquals(
          new BigDecimal(supply.issued().micros()),
          number(database, "select issued from ledger_supply"));
      assertEquals(
          new BigDecimal(supply.redeemed().micros()),
          number(database, "select redeemed from ledger_supply"));
      assertEquals(0, number(database, "select difference from ledger_supply").signum());
      assertEquals(
          new BigDecimal(supply.issued().micros()),
          number(database, "select sum(issued) from ledger_earnings"));
      assertEquals(6, number(database, "select count(*) from ledger_nodes").intValue());
      change(database);
      assertEquals(1, number(database, "select count(*) from ledger_chain_breaks").intValue());
    }
  }

  private List<LedgerCommand.RegisterWallet> fill() {
    var now = 1_800_000_000_000L;
    var workload = new Workload(4, 3);
    var wallets = new ArrayList<LedgerCommand.RegisterWallet>();
    for (var command : workload.setup("imece.example/ledger", now)) {
      execute(command, now);
      if (command instanceof LedgerCommand.RegisterWallet wallet) {
        wallets.add(wallet);
      }
    }
    for (var i = 0; i < 20; i++) {
      var request = workload.request(now);
      execute(request.hold(), now);
      if (i % 5 == 1) {
        execute(new LedgerCommand.Void(request.hold().id(), "refused"), now);
      } else if (i % 5 != 2) {
        execute(request.settle(), now);
      }
    }
    return wallets;
  }

  private void execute(LedgerCommand command, long millis) {
    var outcome = ledger.execute(command, LIMITS, millis);
    entries.addAll(((Outcome.Appended) outcome).entries());
  }

  private JournalDatabase journal(DatabaseKind kind) throws Exception {
    var database =
        JournalDatabase.open(
            kind == DatabaseKind.H2
                ? JournalSettings.embedded(folder)
                : PostgresServer.shared().database());
    JournalSchema.migrate(database);
    database.transact(
        connection -> {
          for (var entry : entries) {
            try (var insert =
                connection.prepareStatement(
                    "insert into event_journal (persistence_id, sequence_number, writer,"
                        + " write_timestamp, adapter_manifest, event_payload, event_ser_id,"
                        + " event_ser_manifest) values ('ledger', ?, '', 0, '', ?, 0, '')")) {
              insert.setLong(1, entry.seq() + 1);
              insert.setBytes(2, entry.bytes().array());
              insert.executeUpdate();
            }
          }
          return null;
        });
    var views = kind == DatabaseKind.H2 ? "h2.sql" : "postgresql.sql";
    apply(database, views);
    apply(database, views);
    return database;
  }

  private static void apply(JournalDatabase database, String views) throws Exception {
    var script = Files.readString(Path.of("..", "conf", "sql", views));
    for (var statement : script.replaceAll("(?m)^--.*$", "").split(";\\s*\n")) {
      if (!statement.isBlank()) {
        database.transact(connection -> connection.createStatement().execute(statement));
      }
    }
  }

  /** Changes one entry so that it still reads well. */
  private void change(JournalDatabase database) throws Exception {
    var entry = entries.get(entries.size() / 2);
    var text = entry.toString().replace("\"v\":1}", "\"v\":2}");
    database.transact(
        connection -> {
          try (var update =
              connection.prepareStatement(
                  "update event_journal set event_payload = ? where sequence_number = ?")) {
            update.setBytes(1, text.getBytes());
            update.setLong(2, entry.seq() + 1);
            return update.executeUpdate();
          }
        });
  }

  private static BigDecimal number(JournalDatabase database, String sql) throws Exception {
    return database.transact(
        connection -> {
          try (var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getBigDecimal(1);
          }
        });
  }
}
