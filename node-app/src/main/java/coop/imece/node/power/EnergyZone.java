package coop.imece.node.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One energy counter of Linux's powercap class. It wraps: behind {@code range} comes 0 again.
 *
 * @param name as the kernel says it, for example {@code package-0}
 * @param range microjoules, {@code max_energy_range_uj}
 */
record EnergyZone(String name, Path folder, long range) {
  static EnergyZone open(Path folder) throws IOException {
    var name = Files.readString(folder.resolve("name")).trim();
    return new EnergyZone(name, folder, number(folder.resolve("max_energy_range_uj")));
  }

  /** In microjoules. */
  long read() throws IOException {
    return number(folder.resolve("energy_uj"));
  }

  /** Between two readings that are less than a whole range apart. */
  long between(long earlier, long later) {
    return later >= earlier ? later - earlier : range - earlier + later;
  }

  private static long number(Path file) throws IOException {
    var text = Files.readString(file).trim();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("%s must hold a number, was '%s'".formatted(file, text));
    }
  }
}
