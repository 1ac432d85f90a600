package coop.imece.ledger.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The ledger's own connections to the journal's database, beside those of the persistence plugin:
 * migration, reading, checkpoints. Every call but {@link #executor} blocks.
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
  private static final int MAX_THREADS = 16;
  private static final long IDLE_THREAD_SECONDS = 30;
  private static final long CLOSE_SECONDS = 3;

  private final DatabaseKind kind;
  private final DataSource connections;
  private final Closeable closing;
  private final ThreadPoolExecutor executor;

  private <S extends DataSource & Closeable> JournalDatabase(DatabaseKind kind, S connections) {
    this.kind = kind;
    this.connections = connections;
    this.closing = connections;
    this.executor =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            JournalDatabase::thread);
    executor.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "imece-journal");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Opens a pool, of an H2 file the connection that all share; the database need not answer yet.
   */
  public static JournalDatabase open(JournalSettings settings) {
    return settings.kind() == DatabaseKind.H2
        ? new JournalDatabase(settings.kind(), OneConnection.of(settings))
        : new JournalDatabase(settings.kind(), pool(settings));
  }

  private static HikariDataSource pool(JournalSettings settings) {
    var config = poolConfig();
    config.setDriverClassName(settings.kind().driver());
    config.setJdbcUrl(url(settings));
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(MAX_CONNECTIONS);
    return new HikariDataSource(config);
  }

  static HikariConfig poolConfig() {
    var config = new HikariConfig();
    config.setPoolName("imece-ledger");
    config.setMinimumIdle(0);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.setValidationTimeout(VALIDATION_TIMEOUT_MILLIS);
    config.setInitializationFailTimeout(-1);
    return config;
  }

  public DatabaseKind kind() {
    return kind;
  }

  /**
   * Where an actor has others wait for the database, and for the files that belong to it. Closing
   * waits for what was begun here.
   */
  public Executor executor() {
    return executor;
  }

  /** Commits what the work did, or rolls it back when it throws. */
  public <T> T transact(Work<T> work) throws SQLException {
    try (var connection = connections.getConnection()) {
      connection.setAutoCommit(false);
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

  /** Waits some seconds for what is under way; what is still under way then fails. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      closing.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
