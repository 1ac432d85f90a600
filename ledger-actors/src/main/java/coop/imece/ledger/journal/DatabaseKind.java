package coop.imece.ledger.journal;

import java.util.Arrays;

/** The databases that a journal can live in. */
public enum DatabaseKind {
  /** A file opened by one process: durable when that process is killed, no install. */
  H2("jdbc:h2:", "org.h2.Driver", "slick.jdbc.H2Profile$", "h2"),
  POSTGRESQL(
      "jdbc:postgresql:", "org.postgresql.Driver", "slick.jdbc.PostgresProfile$", "postgresql");

  private final String urlPrefix;
  private final String driver;
  private final String slickProfile;
  private final String folder;

  DatabaseKind(String urlPrefix, String driver, String slickProfile, String folder) {
    this.urlPrefix = urlPrefix;
    this.driver = driver;
    this.slickProfile = slickProfile;
    this.folder = folder;
  }

  String driver() {
    return driver;
  }

  String slickProfile() {
    return slickProfile;
  }

  /** Where the kind's migrations stand, beside this class. */
  String folder() {
    return folder;
  }

  static DatabaseKind ofUrl(String url) {
    return Arrays.stream(values())
        .filter(kind -> url.startsWith(kind.urlPrefix))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "imece.ledger.journal.url must start with jdbc:h2: or jdbc:postgresql:, was '%s'"
                        .formatted(withoutSecrets(url))));
  }

  /** A URL may carry a password after its {@code ?} or first {@code ;}. */
  private static String withoutSecrets(String url) {
    return url.split("[?;]", 2)[0];
  }
}
