package coop.imece.node.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a made tree of files, as Linux shows it. */
class PackageEnergyTest {
  private static final long RANGE = 262_143_328_850L;

  @TempDir Path powercap;

  private Path zone(String folder, String name, long energy) throws IOException {
    var zone = Files.createDirectories(powercap.resolve(folder));
    Files.writeString(zone.resolve("name"), name + "\n");
    Files.writeString(zone.resolve("max_energy_range_uj"), RANGE + "\n");
    counts(zone, energy);
    return zone;
  }

  private static void counts(Path zone, long energy) throws IOException {
    Files.writeString(zone.resolve("energy_uj"), energy + "\n");
  }

  @Test
  void packages_and_their_memory_are_added_and_nothing_is_counted_twice() throws IOException {
    var first = zone("intel-rapl:0", "package-0", 5_000_000);
    var core = zone("intel-rapl:0/intel-rapl:0:0", "core", 1_000_000);
    var memory = zone("intel-rapl:0/intel-rapl:0:1", "dram", 2_000_000);
    var second = zone("intel-rapl:1", "package-1", 0);
    var platform = zone("intel-rapl:2", "psys", 0);
    var again = zone("intel-rapl-mmio:0", "package-0", 0);
    Files.createDirectories(powercap.resolve("intel-rapl"));
    var energy = PackageEnergy.open(powercap);
    assertEquals(List.of("package-0", "dram", "package-1"), energy.zones());
    counts(first, 8_000_000);
    counts(core, 2_000_000);
    counts(memory, 2_500_000);
    counts(second, 250_000);
    counts(platform, 90_000_000);
    counts(again, 3_000_000);
    assertEquals(3.75, energy.joules());
    assertEquals(0, energy.joules());
  }

  @Test
  void a_counter_that_wraps_goes_on() throws IOException {
    var zone = zone("intel-rapl:0", "package-0", RANGE - 1_000_000);
    var energy = PackageEnergy.open(powercap);
    counts(zone, 500_000);
    assertEquals(1.5, energy.joules());
  }

  @Test
  void a_machine_without_counters_says_so() throws IOException {
    assertEquals(
        powercap.resolve("none") + " has no counter of a processor package",
        refusal(powercap.resolve("none")));
    zone("intel-rapl:0", "psys", 0);
    assertEquals(powercap + " has no counter of a processor package", refusal(powercap));
  }

  @Test
  void a_counter_that_holds_no_number_is_named() throws IOException {
    var zone = zone("intel-rapl:0", "package-0", 0);
    Files.writeString(zone.resolve("energy_uj"), "none");
    assertEquals(zone.resolve("energy_uj") + " must hold a number, was 'none'", refusal(powercap));
  }

  private static String refusal(Path powercap) {
    return assertThrows(IOException.class, () -> PackageEnergy.open(powercap)).getMessage();
  }
}
