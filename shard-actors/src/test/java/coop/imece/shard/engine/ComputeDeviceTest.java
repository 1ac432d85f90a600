package coop.imece.shard.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComputeDeviceTest {
  @Test
  void cards_multiply_in_bf16_from_compute_capability_8_on() {
    assertEquals(new ComputeDevice("cuda:0", false), ComputeDevice.firstCard(75));
    assertEquals(new ComputeDevice("cuda:0", true), ComputeDevice.firstCard(80));
    assertEquals(new ComputeDevice("cuda:0", true), ComputeDevice.firstCard(120));
  }

  @Test
  void only_the_processor_computes_on_mapped_weights() {
    assertTrue(ComputeDevice.CPU.isCpu());
    assertFalse(ComputeDevice.firstCard(86).isCpu());
  }

  @Test
  void there_is_a_card_exactly_where_pytorch_counts_one() {
    assertEquals(PyTorch.gpus() > 0, PyTorch.card().isPresent());
    assertEquals(
        Optional.of("cuda:0").filter(name -> PyTorch.gpus() > 0),
        PyTorch.card().map(ComputeDevice::name));
  }
}
