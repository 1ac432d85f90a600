package coop.imece.cluster.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLayersTest {
  private static final String PORT = "imece.cluster.port";
  private static final String PORT_VARIABLE = "IMECE_CLUSTER_PORT";

  @TempDir Path folder;

  @Test
  void a_flag_beats_the_environment_beats_the_user_beats_the_role_beats_the_default()
      throws IOException {
    var user = file("user.conf", PORT + " = 3");
    var role = file("role.conf", PORT + " = 4");
    var none = Optional.<Path>empty();
    assertPort(1, Map.of(PORT, "1"), Map.of(PORT_VARIABLE, "2"), user, role);
    assertPort(2, Map.of(), Map.of(PORT_VARIABLE, "2"), user, role);
    assertPort(3, Map.of(), Map.of(), user, role);
    assertPort(4, Map.of(), Map.of(), none, role);
    assertPort(25_520, Map.of(), Map.of(), none, none);
  }

  @Test
  void imece_s_own_defaults_beat_those_of_pekko_and_lose_to_a_file() throws IOException {
    var key = "pekko.cluster.down-removal-margin";
    assertEquals("2s", load(Map.of(), Map.of(), Optional.empty()).getString(key));
    assertEquals("9s", load(Map.of(), Map.of(), file("x.conf", key + " = 9s")).getString(key));
    assertEquals(
        "tls-tcp",
        load(Map.of(), Map.of(), Optional.empty()).getString("pekko.remote.artery.transport"));
  }

  @Test
  void lists_are_separated_by_commas_in_flags_and_variables() {
    var expected = List.of("a:1", "b:2");
    var none = Optional.<Path>empty();
    assertEquals(
        expected,
        load(Map.of("imece.cluster.join", "a:1, b:2"), Map.of(), none)
            .getStringList("imece.cluster.join"));
    assertEquals(
        expected,
        load(Map.of(), Map.of("IMECE_CLUSTER_JOIN", "a:1,b:2"), none)
            .getStringList("imece.cluster.join"));
    assertEquals(
        List.of(),
        load(Map.of("imece.cluster.join", ""), Map.of(), none).getStringList("imece.cluster.join"));
  }

  @Test
  void an_unknown_key_in_a_file_is_named_with_its_line_and_the_nearest_known() throws IOException {
    var user = file("user.conf", "# settings\nimece.cluster.prot = 1");
    assertRefused(
        "unknown key 'imece.cluster.prot' (%s: 2); did you mean 'imece.cluster.port'?"
            .formatted(user.orElseThrow()),
        Map.of(),
        user);
  }

  @Test
  void a_key_like_no_other_gets_no_suggestion() throws IOException {
    var user = file("user.conf", "wholly.different = 1");
    assertRefused("unknown key 'wholly' (%s: 1)".formatted(user.orElseThrow()), Map.of(), user);
  }

  @Test
  void a_value_in_place_of_a_section_is_refused() throws IOException {
    var user = file("user.conf", "imece.cluster = 1");
    assertRefused(
        "'imece.cluster' (%s: 1) is a section, not a value".formatted(user.orElseThrow()),
        Map.of(),
        user);
  }

  @Test
  void an_unknown_variable_of_a_known_section_is_refused() {
    assertRefused(
        "unknown environment variable 'IMECE_CLUSTER_PROT'; did you mean 'IMECE_CLUSTER_PORT'?",
        Map.of("IMECE_CLUSTER_PROT", "1"),
        Optional.empty());
  }

  @Test
  void variables_of_other_programs_are_left_alone() {
    assertPort(
        25_520,
        Map.of(),
        Map.of("IMECE_JAVA_OPTS", "-Xmx1g", "PATH", "/bin"),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void the_first_of_the_installations_files_is_the_strongest() throws IOException {
    var files =
        List.of(
            file("gateway.conf", PORT + " = 4").orElseThrow(),
            file("ledger.conf", PORT + " = 5, imece.cluster.host = h5").orElseThrow());
    var config = new ConfigLayers(Map.of(), Map.of(), Optional.empty(), files).load();
    assertEquals(4, config.getInt(PORT));
    assertEquals("h5", config.getString("imece.cluster.host"));
  }

  @Test
  void a_file_that_is_no_hocon_is_named() throws IOException {
    var user = file("user.conf", "imece { cluster");
    var refusal = assertThrows(ConfigException.class, () -> load(Map.of(), Map.of(), user));
    assertEquals(
        user.orElseThrow() + " can't be read: ",
        refusal.getMessage().substring(0, user.orElseThrow().toString().length() + 16));
  }

  private void assertPort(
      int expected,
      Map<String, String> flags,
      Map<String, String> environment,
      Optional<Path> user,
      Optional<Path> role) {
    var config = new ConfigLayers(flags, environment, user, role.stream().toList()).load();
    assertEquals(expected, config.getInt(PORT));
  }

  private static void assertRefused(
      String message, Map<String, String> environment, Optional<Path> user) {
    var refusal = assertThrows(ConfigException.class, () -> load(Map.of(), environment, user));
    assertEquals(message, refusal.getMessage());
  }

  private static Config load(
      Map<String, String> flags, Map<String, String> environment, Optional<Path> user) {
    return new ConfigLayers(flags, environment, user, List.of()).load();
  }

  private Optional<Path> file(String name, String content) throws IOException {
    return Optional.of(Files.writeString(folder.resolve(name), content));
  }
}
