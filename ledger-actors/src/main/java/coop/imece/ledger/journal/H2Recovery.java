package coop.imece.ledger.journal;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.message.DbException;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the last commits of an H2 file whose process was killed. Every commit is a chunk of the
 * file. When one goes where the chunk before it did not say that it would, H2 (2.2 and later)
 * writes the file's header anew, but the header names the chunk before: so what H2 reads after a
 * kill ends there, and commits that are in the file, acknowledged, are dropped and written over.
 * Its own recovery mode looks at every chunk instead, and a file that was closed in order is read
 * rightly.
 */
final class H2Recovery {
  private static final Logger log = LoggerFactory.getLogger(H2Recovery.class);
  private static final int HEADER_BYTES = 4096;
  private static final String CLOSED_IN_ORDER = ",clean:1,";

  private H2Recovery() {}

  /** The same connections, each to a file that was recovered first. */
  static DataSource before(JdbcDataSource connections) {
    var file = file(connections.getURL());
    return (DataSource)
        Proxy.newProxyInstance(
            H2Recovery.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection")) {
                recover(file);
              }
              try {
                return method.invoke(connections, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /**
   * Whether a connection's database closed its file because it could not write, its disk being
   * full. H2 would give it to everyone who opens the file again; told that its power is off, it is
   * dropped, and the next connection opens the file.
   */
  static boolean dropIfFailed(Connection connection) throws SQLException {
    var session = connection.unwrap(JdbcConnection.class).getSession();
    if (!(session instanceof SessionLocal local)
        || !local.getDatabase().getStore().getMvStore().isClosed()) {
      return false;
    }
    try {
      local.getDatabase().setPowerOffCount(1);
      local.getDatabase().checkPowerOff();
    } catch (DbException said) {
      log.warn("the journal's file could not be written and is opened again");
    }
    return true;
  }

  private static Path file(String url) {
    var path = url.split(";", 2)[0].replaceFirst("^jdbc:h2:(file:)?", "");
    return Path.of(path + ".mv.db");
  }

  /**
   * To be called before a file is opened. Does nothing for a file that was closed in order, and for
   * one that is open: whoever opened it came through here. Blocks, up to ten seconds per GiB.
   *
   * @throws SQLException when the file can't be read
   */
  static void recover(Path file) throws SQLException {
    try {
      if (!Files.exists(file) || isClosedInOrder(file)) {
        return;
      }
      new MVStore.Builder()
          .fileName(file.toString())
          .recoveryMode()
          .autoCommitDisabled()
          .open()
          .close();
      log.info("journal file was not closed in order: read again from its first byte");
    } catch (MVStoreException e) {
      if (e.getErrorCode() != DataUtils.ERROR_FILE_LOCKED) {
        throw unreadable(file, e);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static SQLException unreadable(Path file, Exception cause) {
    return new SQLException("%s can't be recovered: %s".formatted(file, cause.getMessage()), cause);
  }

  private static boolean isClosedInOrder(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var header = new String(in.readNBytes(HEADER_BYTES), StandardCharsets.ISO_8859_1);
      return header.contains(CLOSED_IN_ORDER);
    }
  }
}
