package coop.imece.node.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;

/** Reads from the operating system what the machine is. Takes up to a second, and may block. */
public final class MachineReader {
  /** systemd's, which every user may read; the firmware's own id only root may on Linux. */
  private static final Path LINUX_ID = Path.of("/etc/machine-id");

  private static final String UNKNOWN = "unknown";

  private MachineReader() {}

  public static Machine read() {
    var hardware = new SystemInfo().getHardware();
    var processor = hardware.getProcessor();
    var identifier = processor.getProcessorIdentifier();
    return new Machine(
        id(hardware),
        identifier.getName().trim(),
        "%s %s %s %s"
            .formatted(
                identifier.getVendor(),
                identifier.getFamily(),
                identifier.getModel(),
                identifier.getStepping()),
        processor.getPhysicalProcessorCount(),
        processor.getLogicalProcessorCount(),
        hardware.getMemory().getTotal(),
        hardware.getGraphicsCards().stream()
            .filter(card -> !UNKNOWN.equals(card.getName())) // a virtual machine's screen
            .map(card -> new GraphicsCard(card.getName().trim(), Math.max(0, card.getVRam())))
            .toList());
  }

  private static String id(HardwareAbstractionLayer hardware) {
    try {
      if (Files.isReadable(LINUX_ID)) {
        var id = Files.readString(LINUX_ID).trim();
        if (!id.isEmpty()) {
          return id;
        }
      }
    } catch (IOException e) {
      // the firmware's, then
    }
    var firmware = hardware.getComputerSystem().getHardwareUUID();
    return UNKNOWN.equals(firmware) ? "" : firmware;
  }
}
