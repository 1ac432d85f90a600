package coop.imece.gateway.bench.pipeline;

import coop.imece.cli.Folders;
import coop.imece.gateway.up.LocalFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Where a benchmark keeps its files: random models for the next time, the logs of a failure, all
 * else until its end.
 */
record BenchFolder(Path models, LocalFolder run) {

  /** Makes a new folder for one run in the user's cache. */
  static BenchFolder make() {
    var models = Folders.ofUser().cache().resolve("bench");
    try {
      Files.createDirectories(models);
      return new BenchFolder(models, new LocalFolder(Files.createTempDirectory(models, "run-")));
    } catch (IOException e) {
      throw new UncheckedIOException("can't make a folder in " + models, e);
    }
  }

  /** Removes what is kept until the end only. */
  void delete() {
    delete(run.path());
  }

  /** Removes the rest: keys, data, and a model that was half made. */
  void deleteAllButLogs() {
    try (var parts = Files.list(run.path())) {
      parts.filter(part -> !part.equals(run.logs())).forEach(BenchFolder::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("can't look into " + run.path(), e);
    }
  }

  static void delete(Path folder) {
    if (Files.notExists(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't remove " + folder, e);
    }
  }
}
