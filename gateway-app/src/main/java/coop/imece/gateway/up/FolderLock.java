package coop.imece.gateway.up;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two cooperatives out of one folder; the operating system drops it with the process. */
final class FolderLock {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock take(Path folder) {
    try {
      Files.createDirectories(folder);
      var channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw new CommandFailure(
            ExitCode.FAILED,
            "another 'imece up' uses %s: stop it, or choose another folder with --data"
                .formatted(folder));
      }
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("can't lock " + folder, e);
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
