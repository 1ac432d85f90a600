package coop.imece.node.device;

import coop.imece.cli.Folders;
import java.nio.file.Path;
import java.util.Optional;

/** Where benchmark results lie: one folder for all nodes of a user, whatever their own folders. */
public final class DeviceFolder {
  private DeviceFolder() {}

  public static Path of(Optional<Path> given) {
    return given.orElseGet(() -> Folders.ofUser().data().resolve("device"));
  }
}
