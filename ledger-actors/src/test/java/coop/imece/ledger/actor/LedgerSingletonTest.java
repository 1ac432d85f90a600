package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerSingletonTest {
  private static LedgerSettings settings(String url) {
    return LedgerSettings.of(
        ConfigFactory.parseMap(
                Map.of("imece.ledger.directory", "ledger", "imece.ledger.journal.url", url))
            .withFallback(ConfigFactory.load()));
  }

  @Test
  void an_h2_journal_is_refused_where_its_process_lacks_a_role_and_the_way_out_is_named() {
    var refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                LedgerSingleton.requireOneProcess(
                    settings("").journal(), Set.of("ledger", "dc-default")));
    assertEquals(
        "an H2 journal is opened by one process with the roles [gateway, ledger, scheduler], this"
            + " one has [ledger]: set imece.ledger.journal.url (IMECE_LEDGER_JOURNAL_URL) to a"
            + " PostgreSQL database",
        refused.getMessage());
  }

  @Test
  void a_process_with_all_roles_may_have_an_h2_journal_and_any_process_postgresql() {
    assertDoesNotThrow(
        () ->
            LedgerSingleton.requireOneProcess(
                settings("").journal(), Set.of("gateway", "ledger", "scheduler", "dc-default")));
    assertDoesNotThrow(
        () ->
            LedgerSingleton.requireOneProcess(
                settings("jdbc:postgresql://127.0.0.1/imece").journal(), Set.of("ledger")));
  }
}
