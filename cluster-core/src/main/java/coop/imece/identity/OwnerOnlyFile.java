package coop.imece.identity;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file with a secret: from its first byte on only its owner may read it (0600). */
public final class OwnerOnlyFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private OwnerOnlyFile() {}

  /**
   * Makes the file, and the folder that it lies in.
   *
   * @throws IOException when it exists, or can't be written
   */
  public static void create(Path path, byte[] content) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    var attributes =
        posix(path)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(path, options, attributes)) {
      Channels.newOutputStream(channel).write(content);
      channel.force(true);
    }
  }

  /**
   * @throws IOException when others may read it, where the file system knows of others
   */
  public static void require(Path path) throws IOException {
    if (!posix(path)) {
      return;
    }
    var permissions = Files.getPosixFilePermissions(path);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new IOException(
          "%s must be readable by its owner only (0600), was %s"
              .formatted(path, PosixFilePermissions.toString(permissions)));
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
