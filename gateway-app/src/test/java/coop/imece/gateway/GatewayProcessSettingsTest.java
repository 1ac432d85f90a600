package coop.imece.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.cli.Installation;
import coop.imece.cluster.ClusterRole;
import coop.imece.cluster.config.ConfigException;
import coop.imece.cluster.config.ConfigLayers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which roles one process may have, and what they need. */
class GatewayProcessSettingsTest {
  private static final String POSTGRESQL = "jdbc:postgresql://127.0.0.1/imece";

  @TempDir Path folder;

  @BeforeEach
  void makeModelFolder() throws Exception {
    Files.createFile(Files.createDirectories(folder.resolve("model")).resolve("config.json"));
  }

  @Test
  void one_process_holds_all_three_roles_unless_it_is_told_otherwise() {
    assertEquals(
        Set.of(ClusterRole.GATEWAY, ClusterRole.LEDGER, ClusterRole.SCHEDULER), roles(Map.of()));
  }

  @Test
  void with_postgresql_every_role_may_run_apart() {
    for (var role : Set.of(ClusterRole.GATEWAY, ClusterRole.LEDGER, ClusterRole.SCHEDULER)) {
      assertEquals(
          Set.of(role),
          roles(
              Map.of(
                  "imece.gateway.roles",
                  role.wireName(),
                  "imece.ledger.journal.url",
                  POSTGRESQL,
                  "imece.cluster.join",
                  "127.0.0.1:1")));
    }
  }

  @Test
  void an_h2_journal_is_refused_for_a_process_that_lacks_a_role() {
    assertRefused(
        "an H2 journal is opened by one process with the roles [gateway, ledger, scheduler], this"
            + " one has [gateway, ledger]: set imece.ledger.journal.url (IMECE_LEDGER_JOURNAL_URL)"
            + " to a PostgreSQL database",
        Map.of("imece.gateway.roles", "gateway,ledger"));
  }

  @Test
  void a_process_without_ledger_joins_one_that_has_it() {
    assertRefused(
        "imece.cluster.join must name a member (--join HOST:PORT): a process without the role"
            + " ledger starts no cooperative",
        Map.of("imece.gateway.roles", "scheduler", "imece.ledger.journal.url", POSTGRESQL));
  }

  @Test
  void a_role_that_is_not_known_or_is_a_node_s_is_refused_by_name() {
    for (var roles : List.of("", "node", "gateway,scheduller")) {
      var wrong = roles.substring(roles.indexOf(',') + 1);
      assertRefused(
          "imece.gateway.roles must be one or several of gateway, ledger, scheduler, was '%s'"
              .formatted(wrong),
          Map.of("imece.gateway.roles", roles));
    }
  }

  private void assertRefused(String message, Map<String, String> flags) {
    var refusal = assertThrows(ConfigException.class, () -> roles(flags));
    assertEquals(message, refusal.getMessage());
  }

  private Set<ClusterRole> roles(Map<String, String> flags) {
    var all =
        new HashMap<>(
            Map.of(
                "imece.cluster.tls", "/tls",
                "imece.data", folder.toString(),
                "imece.model.folder", folder.resolve("model").toString()));
    all.putAll(flags);
    var config = new ConfigLayers(all, Map.of(), Optional.empty(), List.of()).load();
    return GatewayProcessSettings.from(config, new Installation(folder)).cluster().roles();
  }
}
