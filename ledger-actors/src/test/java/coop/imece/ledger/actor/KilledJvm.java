package coop.imece.ledger.actor;

import coop.imece.ledger.journal.JournalSettings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * How a {@link KilledLedger} is started, hundreds of times: with an archive of the classes that one
 * of its kind had loaded, which halves what a start costs.
 */
final class KilledJvm {
  private final String classPath;
  private final Path archive;

  private KilledJvm(String classPath, Path archive) {
    this.classPath = classPath;
    this.archive = archive;
  }

  /**
   * Runs one in order to its end.
   *
   * @param folder empty, kept for as long as processes are started
   */
  static KilledJvm prepare(Path folder) throws IOException, InterruptedException {
    var jvm = new KilledJvm(jars(folder), folder.resolve("classes.jsa"));
    var ledger = Files.createDirectories(folder.resolve("ledger"));
    var commands = Files.createFile(folder.resolve("commands"));
    var url = JournalSettings.embedded(ledger).url();
    var process =
        jvm.start(
            "-XX:ArchiveClassesAtExit=" + jvm.archive,
            folder.resolve("errors"),
            List.of(url, "sa", "", ledger.toString(), commands.toString(), "ANY", "0"));
    try (var out = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      var acks = 0;
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        acks += line.startsWith("ack ") ? 1 : 0;
        if (acks == 300) {
          process.toHandle().destroy();
        }
      }
    }
    process.waitFor();
    if (Files.notExists(jvm.archive)) {
      throw new IOException("no archive: " + Files.readString(folder.resolve("errors")));
    }
    return jvm;
  }

  Process start(Path errors, List<String> arguments) throws IOException {
    return start("-XX:SharedArchiveFile=" + archive, errors, arguments);
  }

  private Process start(String classes, Path errors, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", classes));
    command.addAll(List.of("-cp", classPath, KilledLedger.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }

  /** The class path with jars for folders, which an archive can't be of. */
  private static String jars(Path folder) {
    var jar = ToolProvider.findFirst("jar").orElseThrow();
    var entries = new ArrayList<String>();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Files.isDirectory(Path.of(entry))) {
        var packed = folder.resolve("classes-" + entries.size() + ".jar").toString();
        jar.run(System.out, System.err, "--create", "--file", packed, "-C", entry, ".");
        entries.add(packed);
      } else {
        entries.add(entry);
      }
    }
    return String.join(File.pathSeparator, entries);
  }
}
