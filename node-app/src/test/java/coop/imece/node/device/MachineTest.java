package coop.imece.node.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.scheduler.hardware.DeviceKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
  private static final long GIB = 1L << 30;
  private static final GraphicsCard BIG = new GraphicsCard("NVIDIA GeForce RTX 3060", 12 * GIB);
  private static final GraphicsCard SMALL = new GraphicsCard("AMD Radeon 780M", GIB / 2);

  private static Machine machine(String id, int cores, long memory, GraphicsCard... cards) {
    return new Machine(id, "Some CPU", "Maker 25 1 2", cores, 2 * cores, memory, List.of(cards));
  }

  @Test
  void this_machine_has_one_fingerprint_however_often_it_is_read() {
    var machine = MachineReader.read();
    assertEquals(machine.fingerprint(), MachineReader.read().fingerprint());
    assertTrue(machine.fingerprint().matches("[0-9a-f]{32}"), machine.fingerprint());
    assertTrue(machine.threads() >= machine.cores() && machine.cores() >= 1, machine::toString);
    assertTrue(machine.memoryBytes() > 1 << 28, machine::toString);
  }

  @Test
  void memory_that_the_system_keeps_for_itself_does_not_change_the_fingerprint() {
    var fingerprint = machine("a", 4, 16 * GIB, BIG).fingerprint();
    assertEquals(fingerprint, machine("a", 4, 16 * GIB - 300_000_000, BIG).fingerprint());
  }

  @Test
  void other_hardware_has_another_fingerprint() {
    var fingerprint = machine("a", 4, 16 * GIB, BIG).fingerprint();
    assertNotEquals(fingerprint, machine("b", 4, 16 * GIB, BIG).fingerprint());
    assertNotEquals(fingerprint, machine("a", 8, 16 * GIB, BIG).fingerprint());
    assertNotEquals(fingerprint, machine("a", 4, 32 * GIB, BIG).fingerprint());
    assertNotEquals(fingerprint, machine("a", 4, 16 * GIB, BIG, BIG).fingerprint());
    assertNotEquals(fingerprint, machine("a", 4, 16 * GIB).fingerprint());
  }

  @Test
  void the_kind_is_that_of_what_slices_compute_with() {
    assertEquals(DeviceKind.NO_ACCELERATOR, machine("a", 4, GIB, BIG).kind(false));
    assertEquals(DeviceKind.ACCELERATOR, machine("a", 4, GIB, SMALL, BIG).kind(true));
    assertEquals(DeviceKind.INTEGRATED_GPU, machine("a", 4, GIB, SMALL).kind(true));
    assertEquals(DeviceKind.ACCELERATOR, machine("a", 4, GIB).kind(true));
  }

  @Test
  void the_description_is_one_line_for_people() {
    assertEquals(
        "Some CPU, 4 cores, 8 threads, 16 GiB, AMD Radeon 780M, NVIDIA GeForce RTX 3060",
        machine("a", 4, 16 * GIB, SMALL, BIG).description());
    assertEquals(
        "Some CPU, 1 cores, 2 threads, 1 GiB, no graphics card",
        machine("a", 1, GIB).description());
  }
}
