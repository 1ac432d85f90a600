package coop.imece.ledger.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The ledger's own connections to the journal's database, beside those of the persistence plugin:
 * migration, reading, checkpoints. Every call blocks.
 */
public final class JournalDatabase implements AutoCloseable {
  /** What runs in one transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private static final int MAX_CONNECTIONS = 4;
  private static final long CONNECTION_TIMEOUT_MILLIS = 8_000;
  private static final long VALIDATION_TIMEOUT_MILLIS = 1_000;

  private final DatabaseKind kind;
  private final HikariDataSource pool;

  private JournalDatabase(DatabaseKind kind, HikariDataSource pool) {
    this.kind = kind;
    this.pool = pool;
  }

  /** Opens a pool; the database need not answer yet. */
  public static JournalDatabase open(JournalSettings settings) {
    var config = new HikariConfig();
    config.setPoolName("imece-ledger");
    config.setDriverClassName(settings.kind().driver());
    config.setJdbcUrl(url(settings));
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(MAX_CONNECTIONS);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.setValidationTimeout(VALIDATION_TIMEOUT_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setAutoCommit(false);
    return new JournalDatabase(settings.kind(), new HikariDataSource(config));
  }

  public DatabaseKind kind() {
    return kind;
  }

  /** Commits what the work did, or rolls it back when it throws. */
  public <T> T transact(Work<T> work) throws SQLException {
    try (var connection = pool.getConnection()) {
      try {
        var result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    }
  }

  /** Has what was committed reach the disk: PostgreSQL did that at the commit. */
  public void sync() throws SQLException {
    if (kind == DatabaseKind.H2) {
      transact(connection -> connection.createStatement().execute("CHECKPOINT SYNC"));
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * PostgreSQL sends a batch as one statement, answers a commit when it is on the disk whatever the
   * server's default, and is given up when it falls silent.
   */
  static String url(JournalSettings settings) {
    var url = settings.url();
    if (settings.kind() == DatabaseKind.H2) {
      return url;
    }
    var complete = new StringBuilder(url);
    for (var option :
        new String[] {
          "reWriteBatchedInserts=true",
          "connectTimeout=3",
          "socketTimeout=60",
          "ApplicationName=imece-ledger",
          "options=-c%20synchronous_commit=on"
        }) {
      var name = option.substring(0, option.indexOf('=') + 1);
      if (!url.contains(name)) {
        complete.append(complete.indexOf("?") < 0 ? '?' : '&').append(option);
      }
    }
    return complete.toString();
  }

  @Override
  public void close() {
    pool.close();
  }
}
