package coop.imece.node.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.scheduler.hardware.DeviceKind;
import coop.imece.scheduler.hardware.DeviceMeasures;
import coop.imece.shard.engine.ComputeDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceStoreTest {
  @TempDir Path folder;

  static DeviceResult result(String fingerprint) {
    var measures = new DeviceMeasures(3.5e11, 3e10, 2e10, List.of(0.005, 0.006, 0.007, 0.01));
    return new DeviceResult(
        fingerprint, "a machine", DeviceKind.NO_ACCELERATOR, "bf16", measures, 1_700_000_000_000L);
  }

  @Test
  void what_was_written_is_read_by_its_fingerprint() {
    var store = new DeviceStore(folder.resolve("new"), ComputeDevice.CPU);
    assertEquals(Optional.empty(), store.read("ab"));
    store.write(result("ab"));
    assertEquals(Optional.of(result("ab")), store.read("ab"));
    assertEquals(Optional.empty(), store.read("cd"));
    store.write(result("cd"));
    assertEquals(Optional.of(result("ab")), store.read("ab"));
  }

  @Test
  void a_card_and_the_processor_beside_it_have_a_result_each() {
    var ofProcessor = new DeviceStore(folder, ComputeDevice.CPU);
    var ofCard = new DeviceStore(folder, new ComputeDevice("cuda:0", true));
    ofProcessor.write(result("ab"));
    assertEquals(Optional.empty(), ofCard.read("ab"));
    var measured = result("ab");
    ofCard.write(
        new DeviceResult(
            "ab", "a machine", DeviceKind.ACCELERATOR, "bf16", measured.measures(), 1));
    assertEquals(DeviceKind.ACCELERATOR, ofCard.read("ab").orElseThrow().kind());
    assertEquals(Optional.of(measured), ofProcessor.read("ab"));
  }

  @Test
  void a_damaged_file_is_as_if_there_was_none() throws IOException {
    var store = new DeviceStore(folder, ComputeDevice.CPU);
    store.write(result("ab"));
    Files.writeString(folder.resolve("ab.json"), "{\"fingerprint\":\"ab\"");
    assertEquals(Optional.empty(), store.read("ab"));
    Files.writeString(folder.resolve("ab.json"), "{\"fingerprint\":7,\"measures\":{}}");
    assertEquals(Optional.empty(), store.read("ab"));
  }

  @Test
  void a_result_of_other_hardware_under_this_name_is_not_taken() throws IOException {
    var store = new DeviceStore(folder, ComputeDevice.CPU);
    store.write(result("ab"));
    Files.move(folder.resolve("ab.json"), folder.resolve("cd.json"));
    assertEquals(Optional.empty(), store.read("cd"));
  }

  @Test
  void one_at_a_time_has_its_turn_to_measure() {
    var store = new DeviceStore(folder, ComputeDevice.CPU);
    var turn = store.tryTurn().orElseThrow();
    assertEquals(Optional.empty(), new DeviceStore(folder, ComputeDevice.CPU).tryTurn());
    turn.close();
    var next = store.tryTurn();
    assertTrue(next.isPresent());
    next.get().close();
  }

  @Test
  void class_and_multiplier_follow_from_the_measures() {
    var result = result("ab");
    assertEquals("CPU_ONLY", result.hardwareClass().name());
    assertEquals(1_000, result.m4());
  }
}
