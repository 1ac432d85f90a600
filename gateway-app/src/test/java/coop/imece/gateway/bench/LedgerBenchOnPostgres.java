package coop.imece.gateway.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * Runs {@code imece bench ledger} with a PostgreSQL of its own, set up as carefully as one in
 * earnest. Takes the command's options but {@code --url} and {@code --user}.
 */
final class LedgerBenchOnPostgres {
  private LedgerBenchOnPostgres() {}

  public static void main(String[] args) throws Exception {
    try (var postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .start()) {
      var arguments = new ArrayList<>(List.of(args));
      arguments.add("--url=" + postgres.getJdbcUrl("postgres", "postgres"));
      arguments.add("--user=postgres");
      System.exit(new CommandLine(new LedgerBench()).execute(arguments.toArray(String[]::new)));
    }
  }
}
