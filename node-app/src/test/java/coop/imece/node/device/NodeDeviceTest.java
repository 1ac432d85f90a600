package coop.imece.node.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.Config;
import coop.imece.cluster.config.ConfigException;
import coop.imece.cluster.config.ConfigLayers;
import coop.imece.core.Precision;
import coop.imece.shard.engine.ComputeDevice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeDeviceTest {
  @Test
  void without_a_setting_int8_is_computed_on_the_processor() {
    assertEquals(ComputeDevice.CPU, NodeDevice.of(config(Map.of()), Precision.INT8));
  }

  @Test
  void the_environment_says_where() {
    assertEquals(ComputeDevice.CPU, NodeDevice.of(config(environment("cpu")), Precision.BF16));
    assertRefused(
        "cuda", "imece.stage.device = cuda serves fp32 and bf16, the model's precision was int8");
    assertRefused("gpu", "imece.stage.device must be auto, cpu or cuda, was 'gpu'");
  }

  private static void assertRefused(String value, String message) {
    var refusal =
        assertThrows(
            ConfigException.class, () -> NodeDevice.of(config(environment(value)), Precision.INT8));
    assertEquals(message, refusal.getMessage());
  }

  private static Map<String, String> environment(String value) {
    return Map.of("IMECE_STAGE_DEVICE", value);
  }

  private static Config config(Map<String, String> environment) {
    return new ConfigLayers(Map.of(), environment, Optional.empty(), List.of()).load();
  }
}
