package coop.imece.node.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Energy of the machine's processors and of their memory, by the counters that Linux keeps (RAPL).
 * A package's own parts are in its counter already, its memory is not. On most systems only root
 * may read them. Not thread-safe.
 */
public final class PackageEnergy {
  public static final Path POWERCAP = Path.of("/sys/class/powercap");

  private static final String ZONE = "intel-rapl:[0-9]+"; // AMD's too are called so
  private static final String PART = "intel-rapl:[0-9]+:[0-9]+";

  private final List<EnergyZone> zones;
  private Optional<List<Long>> last = Optional.empty();

  private PackageEnergy(List<EnergyZone> zones) {
    this.zones = zones;
  }

  /**
   * @param powercap folder of the class, {@link #POWERCAP}
   * @throws IOException that says why nothing can be measured here
   */
  public static PackageEnergy open(Path powercap) throws IOException {
    var zones = new ArrayList<EnergyZone>();
    for (var folder : folders(powercap, ZONE)) {
      var zone = EnergyZone.open(folder);
      if (zone.name().startsWith("package")) {
        zones.add(zone);
        for (var part : folders(folder, PART)) {
          var inner = EnergyZone.open(part);
          if (inner.name().equals("dram")) {
            zones.add(inner);
          }
        }
      }
    }
    if (zones.isEmpty()) {
      throw new IOException(powercap + " has no counter of a processor package");
    }
    var energy = new PackageEnergy(List.copyOf(zones));
    energy.joules(); // refused here if at all, and not later
    return energy;
  }

  private static List<Path> folders(Path in, String name) throws IOException {
    if (!Files.isDirectory(in)) {
      return List.of();
    }
    try (var all = Files.list(in)) {
      return all.filter(folder -> folder.getFileName().toString().matches(name)).sorted().toList();
    }
  }

  /** Names of what is counted, for people. */
  public List<String> zones() {
    return zones.stream().map(EnergyZone::name).toList();
  }

  /** Since the call before; 0 at the first. */
  public double joules() throws IOException {
    var now = new ArrayList<Long>();
    for (var zone : zones) {
      now.add(zone.read());
    }
    var microjoules = 0L;
    for (var i = 0; last.isPresent() && i < now.size(); i++) {
      microjoules += zones.get(i).between(last.get().get(i), now.get(i));
    }
    last = Optional.of(List.copyOf(now));
    return microjoules / 1e6;
  }
}
