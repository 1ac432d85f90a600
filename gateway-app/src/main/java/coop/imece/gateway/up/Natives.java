package coop.imece.gateway.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Remembers that PyTorch's native library was unpacked, so that nodes started together do not all
 * unpack it: a file with the name of the jar it came from and the folder it went to.
 */
final class Natives {
  private static final String JAR = "pytorch-native-*.jar";

  private final Path lib;
  private final Path marker;

  Natives(Path lib, LocalFolder folder) {
    this.lib = lib;
    this.marker = folder.path().resolve("natives");
  }

  boolean areUnpacked() {
    try {
      if (Files.notExists(marker)) {
        return false;
      }
      var lines = Files.readAllLines(marker);
      return lines.size() == 2
          && lines.get(0).equals(jar())
          && Files.isDirectory(Path.of(lines.get(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remember(String unpackedTo) {
    try {
      Files.write(marker, List.of(jar(), unpackedTo));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String jar() throws IOException {
    try (var jars = Files.newDirectoryStream(lib, JAR)) {
      var names = jars.iterator();
      return names.hasNext() ? names.next().getFileName().toString() : "";
    }
  }
}
