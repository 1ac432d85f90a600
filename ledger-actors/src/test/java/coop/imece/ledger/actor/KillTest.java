package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.ledger.journal.DatabaseKind;
import coop.imece.ledger.journal.JournalSettings;
import coop.imece.ledger.journal.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a ledger under load (SIGKILL, the process has no say), again and again on one journal, and
 * checks after every kill that all it acknowledged is there once and repeats as it was said.
 */
class KillTest {
  private static final String ANY = "ANY";
  private static final int KILLS = 50;
  private static final int REPEATED = 40;
  private static final long PATIENCE_SECONDS = 600;

  @TempDir static Path shared;
  @TempDir Path folder;
  private static KilledJvm jvm;

  @BeforeAll
  static void prepare() throws Exception {
    jvm = KilledJvm.prepare(shared);
  }

  @ParameterizedTest
  @CsvSource({
    "H2, BEFORE_PERSIST",
    "H2, DURING_SNAPSHOT",
    "POSTGRESQL, AFTER_PERSIST",
    "POSTGRESQL, DURING_CHECKPOINT"
  })
  void what_was_acknowledged_survives_a_kill(DatabaseKind kind, String failpoint) throws Exception {
    kill(kind, failpoint, 1);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void what_was_acknowledged_survives_kills_before_persist(DatabaseKind kind) throws Exception {
    kill(kind, Failpoint.BEFORE_PERSIST.name(), KILLS);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void what_was_acknowledged_survives_kills_after_persist(DatabaseKind kind) throws Exception {
    kill(kind, Failpoint.AFTER_PERSIST.name(), KILLS);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void what_was_acknowledged_survives_kills_during_a_snapshot(DatabaseKind kind) throws Exception {
    kill(kind, Failpoint.DURING_SNAPSHOT.name(), KILLS);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void what_was_acknowledged_survives_kills_during_a_checkpoint(DatabaseKind kind)
      throws Exception {
    kill(kind, Failpoint.DURING_CHECKPOINT.name(), KILLS);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void what_was_acknowledged_survives_kills_at_any_moment(DatabaseKind kind) throws Exception {
    kill(kind, ANY, KILLS);
  }

  private void kill(DatabaseKind kind, String failpoint, int times) throws Exception {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var journal = journal(kind);
    var history = new KillHistory();
    try {
      for (int i = 0; i < times; i++) {
        killOnce(journal, failpoint, random, history);
      }
      repeatEverythingOpen(journal, history);
      history.requireJournal(journal);
      System.out.printf(
          "%s %s: %d kills, %d acknowledged%n", kind, failpoint, times, history.acknowledgements());
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  /**
   * Starts a process, waits until it stands where it is to die, kills it, reads what it said. By
   * its handle: the process itself would close the stream at once.
   */
  private void killOnce(
      JournalSettings journal, String failpoint, Random random, KillHistory history)
      throws Exception {
    var process = start(journal, failpoint, random.nextInt(12), history);
    try (var out = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      var acks = 100 + random.nextInt(200);
      var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      var dying = false;
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        history.take(line);
        acks -= line.startsWith("ack ") ? 1 : 0;
        if (!dying && (line.startsWith("at ") || failpoint.equals(ANY) && acks < 0)) {
          process.toHandle().destroyForcibly();
          dying = true;
        }
        assertTrue(System.nanoTime() < deadline, "the process never came to " + failpoint);
      }
      assertTrue(dying, () -> "the process ended by itself: " + errors());
    } finally {
      process.destroyForcibly();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    }
  }

  private Process start(JournalSettings journal, String failpoint, int passes, KillHistory history)
      throws IOException {
    var commands = folder.resolve("commands");
    Files.write(commands, history.toRepeat(REPEATED));
    return jvm.start(
        folder.resolve("errors"),
        List.of(
            journal.url(),
            journal.user(),
            journal.password(),
            folder.resolve("ledger").toString(),
            commands.toString(),
            failpoint,
            Integer.toString(passes)));
  }

  private String errors() {
    try {
      return Files.readString(folder.resolve("errors"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The last restart, in this process: everything without an answer gets one. */
  private void repeatEverythingOpen(JournalSettings journal, KillHistory history) throws Exception {
    try (var ledger = TestLedger.start(journal, folder.resolve("ledger"), KilledLedger.OVERRIDES)) {
      for (var command : history.toRepeat(REPEATED)) {
        var question =
            (Question.Record)
                CborCodec.read(
                    coop.imece.core.Bytes.own(java.util.Base64.getDecoder().decode(command)),
                    Question.class);
        var reply = ledger.record(question.command());
        history.take(
            "ack %s %s"
                .formatted(
                    command,
                    java.util.Base64.getEncoder().encodeToString(CborCodec.write(reply).array())));
      }
    }
  }

  private JournalSettings journal(DatabaseKind kind) throws Exception {
    return kind == DatabaseKind.H2
        ? JournalSettings.embedded(folder.resolve("ledger"))
        : PostgresServer.shared().database();
  }
}
