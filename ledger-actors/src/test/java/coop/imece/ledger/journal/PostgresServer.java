package coop.imece.ledger.journal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL of the test's own. It is as careful as one in earnest: the library's own
 * settings would lose what was committed when it is killed.
 */
public final class PostgresServer implements AutoCloseable {
  private static PostgresServer shared;

  private final Path data;
  private final AtomicInteger databases = new AtomicInteger();
  private final EmbeddedPostgres postgres;

  private PostgresServer(Path data, EmbeddedPostgres postgres) {
    this.data = data;
    this.postgres = postgres;
  }

  /** One server for all tests of a JVM, stopped and its folder removed when it ends. */
  public static synchronized PostgresServer shared() throws IOException {
    if (shared == null) {
      shared = start(Files.createTempDirectory("imece-postgres"), true, 0);
    }
    return shared;
  }

  /** Starts a server on a folder, new or left behind by a server that was killed. */
  public static PostgresServer start(Path folder, int port) throws IOException {
    return start(folder.resolve("data"), false, port);
  }

  private static PostgresServer start(Path data, boolean removedAtEnd, int port)
      throws IOException {
    return new PostgresServer(
        data,
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(removedAtEnd)
            .setPort(port)
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .start());
  }

  /** A new, empty database. */
  public JournalSettings database() throws SQLException {
    var name = "ledger_" + databases.incrementAndGet();
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return new JournalSettings(postgres.getJdbcUrl("postgres", name), "postgres", "postgres", 8);
  }

  /** Ends all sessions of a database, in the middle of what they do. */
  public void terminateSessions(JournalSettings database) throws SQLException {
    var name = database.url().replaceAll(".*/([a-z_0-9]+).*", "$1");
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement =
            connection.prepareStatement(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")) {
      statement.setString(1, name);
      statement.execute();
    }
  }

  public int port() {
    return postgres.getPort();
  }

  /**
   * Kills the server with all that belongs to it, as a power cut would; start another on its
   * folder.
   */
  public void kill() throws Exception {
    var pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
    var postmaster = ProcessHandle.of(pid).orElseThrow();
    var backends = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    backends.forEach(ProcessHandle::destroyForcibly);
    postmaster.onExit().get(20, TimeUnit.SECONDS);
    for (var backend : backends) {
      backend.onExit().get(20, TimeUnit.SECONDS);
    }
    postgres.close();
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
