package coop.imece.gateway.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.identity.KeyFile;
import coop.imece.ledger.auth.Signing;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gateway, ledger and scheduler in processes of their own, on one PostgreSQL. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "as KillMatrixIT")
class ApartIT {
  private static final Logger LOG = LoggerFactory.getLogger(ApartIT.class);
  private static final int TOKENS = 60;
  private static final long SERVED_AGAIN_LIMIT_MILLIS = 20_000;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);

  @TempDir Path folder;
  private EmbeddedPostgres postgres;

  @BeforeEach
  void startPostgres() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterEach
  void stopPostgres() throws IOException {
    postgres.close();
  }

  @Test
  void a_scheduler_is_killed_in_mid_answer_and_started_again() throws Exception {
    try (var cooperative = RealCooperative.prepared(folder, 2, settings())) {
      cooperative.startCoordinator("gateway", "gateway,ledger");
      cooperative.startCoordinator("scheduler", "scheduler");
      cooperative.startNodes(1);
      var killed = killedInMidAnswer(cooperative, "scheduler");
      cooperative.startCoordinator("scheduler", "scheduler");
      servedAgain(cooperative, killed, "the scheduler was killed and started again");
    }
  }

  @Test
  @Tag("slow")
  void a_scheduler_is_killed_in_mid_answer_and_another_takes_its_place() throws Exception {
    try (var cooperative = RealCooperative.prepared(folder, 2, settings())) {
      cooperative.startCoordinator("gateway", "gateway,ledger");
      cooperative.startCoordinator("scheduler", "scheduler");
      cooperative.startNodes(1);
      cooperative.startCoordinator("second", "scheduler");
      cooperative.awaitLog("second", "joined the cooperative");
      var killed = killedInMidAnswer(cooperative, "scheduler");
      var millis =
          servedAgain(cooperative, killed, "the scheduler was killed with one standing by");
      assertTrue(millis < SERVED_AGAIN_LIMIT_MILLIS, millis + " ms");
    }
  }

  @Test
  @Tag("slow")
  void ledger_scheduler_and_two_gateways_are_four_processes_and_the_ledger_may_start_again()
      throws Exception {
    var settings = settings();
    try (var cooperative = RealCooperative.prepared(folder, 2, settings)) {
      settings.put("IMECE_LEDGER_PUBLIC_KEY", key(cooperative, "ledger", "ledger.key"));
      settings.put(
          "IMECE_LEDGER_GATEWAYS",
          key(cooperative, "gateway", "gateway.key")
              + ","
              + key(cooperative, "other", "gateway.key"));
      cooperative.set(settings);
      cooperative.startCoordinator("ledger", "ledger");
      cooperative.startCoordinator("scheduler", "scheduler");
      cooperative.startCoordinator("gateway", "gateway");
      cooperative.startCoordinator("other", "gateway");
      cooperative.startNodes(1);
      var text = answer(cooperative, "gateway");
      assertEquals(text, answer(cooperative, "other"));
      cooperative.awaitLog("other", "the ledger knows model imece-mini");
      cooperative.kill("ledger");
      cooperative.startCoordinator("ledger", "ledger");
      for (var member : List.of("scheduler", "gateway", "other", "node-0", "node-1")) {
        cooperative.awaitLog(member, "the cooperative is lost");
      }
      cooperative.awaitReady(2);
      assertEquals(text, answer(cooperative, "gateway"));
      assertEquals(text, answer(cooperative, "other"));
      assertEquals(
          List.of("genesis", "policy", "model"),
          cooperative
              .get("/v1/ledger/entries")
              .path("entries")
              .findValuesAsText("kind")
              .subList(0, 3));
    }
  }

  @Test
  @Tag("slow")
  void a_process_that_lacks_a_role_is_refused_without_postgresql() throws Exception {
    var alone = ImeceProcess.start(folder, "gateway", "--roles", "scheduler", "--tls", ".");
    assertEquals(78, alone.awaitExit());
    assertTrue(alone.err().contains("must name a member (--join HOST:PORT)"), alone.err());
    var joining =
        ImeceProcess.start(
            folder, "gateway", "--roles", "scheduler", "--tls", ".", "--join", "127.0.0.1:1");
    assertEquals(78, joining.awaitExit());
    assertTrue(
        joining
            .err()
            .contains(
                "an H2 journal is opened by one process with the roles [gateway, ledger, scheduler],"
                    + " this one has [scheduler]: set imece.ledger.journal.url"),
        joining.err());
  }

  private static String answer(RealCooperative cooperative, String gateway) throws Exception {
    return StreamedAnswer.of(cooperative.url(gateway, "/"), TOKENS, piece -> {}).text();
  }

  /** Returns when it was killed, by the JVM's clock; the answer under way must not notice. */
  private static long killedInMidAnswer(RealCooperative cooperative, String scheduler)
      throws Exception {
    var undisturbed = answer(cooperative, "gateway");
    var killed = new long[1];
    var answer =
        StreamedAnswer.of(
            cooperative.url("/"),
            TOKENS,
            piece -> {
              if (piece == 3) {
                cooperative.kill(scheduler);
                killed[0] = System.nanoTime();
              }
            });
    assertEquals(undisturbed, answer.text());
    assertEquals(0, answer.failovers());
    return killed[0];
  }

  private static long servedAgain(RealCooperative cooperative, long killedNanos, String what)
      throws Exception {
    while (!StreamedAnswer.isServed(cooperative.url("/"))) {
      assertTrue(System.nanoTime() - killedNanos < LIMIT_NANOS, "never served again: " + what);
    }
    var millis = (System.nanoTime() - killedNanos) / 1_000_000;
    LOG.info("{}: a new session is served after {} ms", what, millis);
    return millis;
  }

  private static String key(RealCooperative cooperative, String process, String file)
      throws IOException {
    var ledger = cooperative.data(process).resolve("ledger");
    Files.createDirectories(ledger);
    var keys = KeyFile.loadOrCreate(ledger.resolve(file));
    return HexFormat.of().formatHex(Signing.raw(keys.getPublic()).array());
  }

  private Map<String, String> settings() {
    return new HashMap<>(
        Map.of(
            "IMECE_NODE_LINK_DELAY",
            "15ms",
            "IMECE_LEDGER_JOURNAL_URL",
            postgres.getJdbcUrl("postgres", "postgres"),
            "IMECE_LEDGER_JOURNAL_USER",
            "postgres"));
  }
}
