package coop.imece.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.cluster.config.ConfigException;
import coop.imece.cluster.config.ConfigLayers;
import coop.imece.cluster.tls.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {
  @Test
  void the_address_is_the_one_that_reaches_the_member_to_join_by() {
    var settings = from(Map.of("imece.cluster.join", "127.0.0.1:1,other.example:2"));
    assertEquals(new HostPort("127.0.0.1", 25_520), settings.address());
    assertEquals(
        List.of(new HostPort("127.0.0.1", 1), new HostPort("other.example", 2)), settings.join());
  }

  @Test
  void a_host_that_is_named_is_taken_as_it_is() {
    var settings = from(Map.of("imece.cluster.host", "10.1.2.3", "imece.cluster.port", "0"));
    assertEquals(new HostPort("10.1.2.3", 0), settings.address());
  }

  @Test
  void an_ipv6_address_stands_in_brackets() {
    assertEquals(new HostPort("[::1]", 7), HostPort.parse("[::1]:7"));
  }

  @Test
  void the_certificate_s_role_follows_from_the_cluster_s_roles() {
    assertEquals(Role.NODE, from(Map.of()).certificateRole());
  }

  @Test
  void one_process_is_never_node_and_ledger() {
    var roles = Set.of(ClusterRole.NODE, ClusterRole.LEDGER);
    var config = layers(Map.of()).load();
    assertThrows(ConfigException.class, () -> ClusterSettings.from(config, roles));
  }

  @Test
  void what_can_t_be_used_is_refused_by_key_or_form() {
    assertRefused(
        "an address must read HOST:PORT, for example gateway.example:25520, was 'gateway'",
        "imece.cluster.join",
        "gateway");
    assertRefused("port must be 0 to 65535, was 70000", "imece.cluster.port", "70000");
    assertRefused(
        "imece.cluster.join-timeout must be at least 1s, was PT0.5S",
        "imece.cluster.join-timeout",
        "500ms");
    assertRefused(
        "imece.cluster.down-after must be at least 1s, was PT0S", "imece.cluster.down-after", "0s");
    assertRefused(
        "imece.cluster.tls is not set: name the folder that 'imece ca issue' made (--tls DIR)",
        "imece.cluster.tls",
        "");
  }

  private static void assertRefused(String message, String key, String value) {
    var refusal = assertThrows(ConfigException.class, () -> from(Map.of(key, value)));
    assertEquals(message, refusal.getMessage());
  }

  private static ClusterSettings from(Map<String, String> flags) {
    return ClusterSettings.from(layers(flags).load(), Set.of(ClusterRole.NODE));
  }

  private static ConfigLayers layers(Map<String, String> flags) {
    var all = new HashMap<>(Map.of("imece.cluster.tls", "/tls"));
    all.putAll(flags);
    return new ConfigLayers(all, Map.of(), Optional.empty(), List.of());
  }
}
