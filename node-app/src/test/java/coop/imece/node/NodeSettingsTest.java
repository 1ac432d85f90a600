package coop.imece.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.Installation;
import coop.imece.cluster.config.ConfigException;
import coop.imece.cluster.config.ConfigLayers;
import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSettingsTest {
  @TempDir Path model;

  @BeforeEach
  void makeModel() throws IOException {
    Files.writeString(model.resolve("config.json"), "{}");
  }

  @Test
  void flags_say_what_the_node_offers() {
    var settings =
        from(
            Map.of(
                "imece.node.layers", "0..11",
                "imece.node.memory", "4GiB",
                "imece.node.threads", "3",
                "imece.model.precision", "bf16"));
    assertEquals(Optional.of(new LayerRange(0, 12)), settings.layers());
    assertEquals(OptionalLong.of(4L << 30), settings.memoryBytes());
    assertEquals(3, settings.threads());
    assertEquals(Precision.BF16, settings.precision());
    assertEquals(List.of(model), settings.models());
  }

  @Test
  void without_flags_it_offers_the_whole_machine_and_lets_the_scheduler_choose() {
    var settings = from(Map.of());
    assertEquals(Optional.empty(), settings.layers());
    assertEquals(Runtime.getRuntime().availableProcessors(), settings.threads());
    assertEquals(OptionalLong.empty(), settings.memoryBytes());
  }

  @Test
  void a_node_may_offer_several_models_and_none_twice() throws IOException {
    var other = Files.createDirectories(model.resolve("other"));
    Files.writeString(other.resolve("config.json"), "{}");
    var settings = from(Map.of("imece.model.more", other.toString()));
    assertEquals(List.of(model, other), settings.models());
    var refusal =
        assertThrows(
            CommandFailure.class, () -> from(Map.of("imece.model.more", model.toString())));
    assertEquals(
        "two models have the name '%s': %s and %s".formatted(model.getFileName(), model, model),
        refusal.getMessage());
  }

  @Test
  void what_can_t_be_used_is_refused_with_the_rule() {
    assertRefused("imece.node.threads", "0", "imece.node.threads must be at least 1, was 0");
    assertRefused("imece.node.memory", "0", "imece.node.memory must be above 0, was 0 bytes");
    assertRefused(
        "imece.node.layers", "12", "layers must read FIRST..LAST, for example 0..11, was '12'");
    assertRefused(
        "imece.model.precision",
        "fp8",
        "imece.model.precision: precision must be one of fp32, fp16, bf16, int8, int4, was 'fp8'");
  }

  private void assertRefused(String key, String value, String message) {
    var refusal = assertThrows(ConfigException.class, () -> from(Map.of(key, value)));
    assertEquals(message, refusal.getMessage());
  }

  private NodeSettings from(Map<String, String> flags) {
    var all = new HashMap<>(Map.of("imece.cluster.tls", "/tls"));
    all.put("imece.model.folder", model.toString());
    all.putAll(flags);
    var config = new ConfigLayers(all, Map.of(), Optional.empty(), List.of()).load();
    return NodeSettings.from(config, new Installation(Path.of("unused")));
  }
}
