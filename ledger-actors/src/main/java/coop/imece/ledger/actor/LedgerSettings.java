package coop.imece.ledger.actor;

import com.typesafe.config.Config;
import coop.imece.core.Bytes;
import coop.imece.core.Gft;
import coop.imece.ledger.LedgerLimits;
import coop.imece.ledger.event.Issuance;
import coop.imece.ledger.event.Policy;
import coop.imece.ledger.journal.JournalSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The section {@code imece.ledger}; what each means stands in {@code reference.conf}. */
public record LedgerSettings(
    String origin,
    Path directory,
    JournalSettings journal,
    Policy policy,
    Set<Bytes> gateways,
    Optional<Bytes> publicKey,
    Path signingKey,
    LedgerLimits limits,
    int queueLimit,
    int batchLimit,
    int snapshotEvery,
    int snapshotsKept,
    Duration checkpointEvery,
    int checkpointEntries,
    int checkpointsComparedAtStart,
    int sessionsLimit,
    Duration claimCheckEvery,
    Duration sweepEvery,
    Duration reopenAfter,
    Duration reopenAfterAtMost) {

  public LedgerSettings {
    gateways = Set.copyOf(gateways);
    within("queue-limit", queueLimit, 1, 1_000_000);
    within("batch-limit", batchLimit, 1, 10_000);
    within("snapshot-every", snapshotEvery, 1, 100_000_000);
    within("snapshots-kept", snapshotsKept, 1, 100);
    within("checkpoint.entries", checkpointEntries, 1, 1_000_000_000);
    within("checkpoint.compared-at-start", checkpointsComparedAtStart, 1, 1_000_000);
    within("sessions-limit", sessionsLimit, 1, 10_000);
  }

  /** Reads {@code imece.ledger} of an application's configuration. */
  public static LedgerSettings of(Config application) {
    var ledger = application.getConfig("imece.ledger");
    var directory = Path.of(ledger.getString("directory"));
    var key = ledger.getString("signing-key");
    return new LedgerSettings(
        ledger.getString("origin"),
        directory,
        JournalSettings.of(ledger),
        policy(ledger.getConfig("policy")),
        ledger.getStringList("gateways").stream()
            .map(hex -> publicKey("gateways", hex))
            .collect(Collectors.toUnmodifiableSet()),
        Optional.of(ledger.getString("public-key"))
            .filter(hex -> !hex.isEmpty())
            .map(hex -> publicKey("public-key", hex)),
        key.isEmpty() ? directory.resolve("ledger.key") : Path.of(key),
        new LedgerLimits(ledger.getInt("open-holds-limit"), ledger.getInt("pending-lines-limit")),
        ledger.getInt("queue-limit"),
        ledger.getInt("batch-limit"),
        ledger.getInt("snapshot-every"),
        ledger.getInt("snapshots-kept"),
        ledger.getDuration("checkpoint.every"),
        ledger.getInt("checkpoint.entries"),
        ledger.getInt("checkpoint.compared-at-start"),
        ledger.getInt("sessions-limit"),
        ledger.getDuration("claim-check-every"),
        ledger.getDuration("sweep-every"),
        ledger.getDuration("reopen.after"),
        ledger.getDuration("reopen.after-at-most"));
  }

  private static Policy policy(Config policy) {
    return Policy.standard()
        .withTokenless(policy.getBoolean("tokenless"))
        .withIssuance(Issuance.parse(policy.getString("issuance")))
        .withPromptWeight4(tenThousandths(policy, "prompt-token-weight"))
        .withCanaryBudget(Gft.parse(policy.getString("canary-budget")));
  }

  private static int tenThousandths(Config policy, String key) {
    try {
      return new BigDecimal(policy.getString(key)).movePointRight(4).intValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "imece.ledger.policy.%s must be a number of at most 4 decimals, was '%s'"
              .formatted(key, policy.getString(key)),
          e);
    }
  }

  /** The ledger's key, for a process that does not host the ledger. */
  public Bytes requirePublicKey() {
    return publicKey.orElseThrow(
        () ->
            new IllegalArgumentException(
                "imece.ledger.public-key must be set on a gateway that does not host the ledger"));
  }

  private static Bytes publicKey(String setting, String hex) {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "imece.ledger.%s must be a key of 64 hex digits, was '%s'".formatted(setting, hex));
    }
    return Bytes.own(HexFormat.of().parseHex(hex));
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "imece.ledger.%s must be %d to %d, was %d".formatted(key, least, most, value));
    }
  }
}
