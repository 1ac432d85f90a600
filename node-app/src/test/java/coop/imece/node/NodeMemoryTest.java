package coop.imece.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.cli.MachineMemory;
import coop.imece.shard.engine.ComputeDevice;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NodeMemoryTest {
  @Test
  void beside_a_processor_it_is_what_the_owner_wants_or_half_of_the_machines() {
    assertEquals(7, NodeMemory.bytes(OptionalLong.of(7), ComputeDevice.CPU));
    assertEquals(
        MachineMemory.bytes() / 2, NodeMemory.bytes(OptionalLong.empty(), ComputeDevice.CPU));
  }

  @Test
  void on_a_card_it_is_never_more_than_is_free_there() {
    assertEquals(700, NodeMemory.onCard(OptionalLong.of(700), 1_000));
    assertEquals(1_000, NodeMemory.onCard(OptionalLong.of(7_000), 1_000));
    assertEquals(800, NodeMemory.onCard(OptionalLong.empty(), 1_000));
  }
}
