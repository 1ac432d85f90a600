package coop.imece.ledger.actor;

import com.typesafe.config.Config;
import java.time.Duration;

/** The section {@code imece.ledger.client}; what each means stands in {@code reference.conf}. */
public record LedgerClientSettings(
    int pendingLimit, Duration timeout, Duration answerTimeout, Duration retryAfter) {
  public LedgerClientSettings {
    if (pendingLimit < 1 || pendingLimit > 1_000_000) {
      throw new IllegalArgumentException(
          "imece.ledger.client.pending-limit must be 1 to 1000000, was " + pendingLimit);
    }
  }

  /** Reads {@code imece.ledger.client} of an application's configuration. */
  public static LedgerClientSettings of(Config application) {
    var client = application.getConfig("imece.ledger.client");
    return new LedgerClientSettings(
        client.getInt("pending-limit"),
        client.getDuration("timeout"),
        client.getDuration("answer-timeout"),
        client.getDuration("retry-after"));
  }
}
