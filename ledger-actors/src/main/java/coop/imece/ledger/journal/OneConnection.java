package coop.imece.ledger.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.io.Closeable;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The one connection to an H2 file that all parts of a process share, so that transactions take
 * turns. A commit of H2 saves table after table and index after index while other transactions go
 * on. After a kill a file can then hold a half of one of those: rows that no index has, and keys
 * that can never be written again. Without others there is nothing to halve.
 *
 * <p>A bean, so that Slick can make one too. Closing the last one closes the file.
 */
public final class OneConnection implements DataSource, Closeable {
  private static final class Shared {
    private final HikariDataSource pool;
    private int users;

    Shared(HikariDataSource pool) {
      this.pool = pool;
    }
  }

  private static final Map<String, Shared> BY_URL = new HashMap<>();

  private String url = "";
  private String user = "";
  private String password = "";
  private Shared shared;
  private boolean closed;

  /** To be completed by its setters. */
  public OneConnection() {}

  static OneConnection of(JournalSettings settings) {
    var connection = new OneConnection();
    connection.url = settings.url();
    connection.user = settings.user();
    connection.password = settings.password();
    return connection;
  }

  public void setUrl(String url) {
    this.url = url;
  }

  public void setUser(String user) {
    this.user = user;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  /** Waits for its turn, which ends when the connection is closed. */
  @Override
  public Connection getConnection() throws SQLException {
    var connection = pool().getConnection();
    if (!H2Recovery.dropIfFailed(connection)) {
      return connection;
    }
    pool().evictConnection(connection);
    connection.close();
    return pool().getConnection();
  }

  private HikariDataSource pool() throws SQLException {
    synchronized (BY_URL) {
      if (closed) {
        throw new SQLException("the journal was closed");
      }
      if (shared == null) {
        shared = BY_URL.computeIfAbsent(url, missing -> new Shared(open()));
        shared.users++;
      }
      return shared.pool;
    }
  }

  /** It stays open for as long as it works. */
  private HikariDataSource open() {
    var file = new JdbcDataSource();
    file.setURL(url);
    file.setUser(user);
    file.setPassword(password);
    var config = JournalDatabase.poolConfig();
    config.setDataSource(H2Recovery.before(file));
    config.setMaximumPoolSize(1);
    config.setMaxLifetime(0);
    config.setIdleTimeout(0);
    return new HikariDataSource(config);
  }

  @Override
  public void close() {
    synchronized (BY_URL) {
      if (shared != null && --shared.users == 0) {
        BY_URL.remove(url);
        shared.pool.close();
      }
      shared = null;
      closed = true;
    }
  }

  @Override
  public Connection getConnection(String user, String password)
      throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("one connection has one user");
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return pool().getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    pool().setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool().setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return pool().getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("it logs by SLF4J");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return pool().unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return pool().isWrapperFor(type);
  }
}
