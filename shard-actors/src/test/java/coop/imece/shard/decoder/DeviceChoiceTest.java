package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import coop.imece.core.Precision;
import coop.imece.shard.engine.ComputeDevice;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceChoiceTest {
  private static final ComputeDevice CARD = new ComputeDevice("cuda:0", true);

  @ParameterizedTest
  @CsvSource({
    "auto, bf16, 1, cuda:0",
    "auto, fp32, 1, cuda:0",
    "auto, int8, 1, cpu",
    "auto, int4, 1, cpu",
    "auto, bf16, 0, cpu",
    "auto, fp32, 0, cpu",
    "auto, int8, 0, cpu",
    "cpu, bf16, 1, cpu",
    "cpu, int8, 1, cpu",
    "cpu, fp32, 0, cpu",
    "cuda, bf16, 1, cuda:0",
    "cuda, fp32, 1, cuda:0"
  })
  void a_card_takes_what_is_served_in_fp32_or_bf16(
      String setting, String precision, int cards, String device) {
    assertEquals(device, chosen(setting, precision, cards).name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpu | bf16 | 1 | imece.stage.device must be auto, cpu or cuda, was 'gpu'",
        "CUDA | bf16 | 1 | imece.stage.device must be auto, cpu or cuda, was 'CUDA'",
        "cuda | int8 | 1 | imece.stage.device = cuda serves fp32 and bf16, the model's precision was int8",
        "cuda | int4 | 0 | imece.stage.device = cuda serves fp32 and bf16, the model's precision was int4",
        "cuda | bf16 | 0 | imece.stage.device = cuda needs a graphics card that PyTorch can compute on, found none; docs/operating.md says what that takes",
      })
  void what_can_t_be_had_is_refused(String setting, String precision, int cards, String message) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> chosen(setting, precision, cards));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void pytorch_is_not_started_to_compute_on_the_processor() {
    for (var precision : Precision.values()) {
      assertEquals(ComputeDevice.CPU, DeviceChoice.CPU.of(precision, () -> fail("asked")));
    }
    assertEquals(ComputeDevice.CPU, DeviceChoice.AUTO.of(Precision.INT8, () -> fail("asked")));
  }

  private static ComputeDevice chosen(String setting, String precision, int cards) {
    return DeviceChoice.parse(setting)
        .of(Precision.parse(precision), () -> cards == 0 ? Optional.empty() : Optional.of(CARD));
  }
}
