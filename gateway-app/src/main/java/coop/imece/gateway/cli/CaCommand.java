package coop.imece.gateway.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.cli.Folders;
import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code imece ca}: the files by which the members of a cooperative know each other. */
@Command(
    footer = {
      "",
      "To let another machine join: 'imece ca issue --name NAME --role node --out DIR', take DIR",
      "there by a safe way (key.pem is secret), and start 'imece node --tls DIR --join HOST:PORT'.",
      "The CA's own key, ca.key, never leaves this machine."
    })
final class CaCommand {
  private static final String DIR_DESCRIPTION =
      "Folder of the CA (default: the one that 'imece up' uses).";

  @Spec private CommandSpec spec;

  @Command(
      mixinStandardHelpOptions = true,
      description = "Make a CA: ca.key, which stays secret, and ca.pem.")
  int init(
      @Option(names = "--dir", paramLabel = "DIR", description = DIR_DESCRIPTION)
          Optional<Path> dir) {
    var folder = folder(dir);
    CertificateAuthority.create(folder, Instant.now());
    print("CA made in " + folder);
    return ExitCode.DONE;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Make key.pem, cert.pem and ca.pem for one machine.")
  int issue(
      @Option(names = "--dir", paramLabel = "DIR", description = DIR_DESCRIPTION)
          Optional<Path> dir,
      @Option(
              names = "--name",
              required = true,
              paramLabel = "NAME",
              description = "The machine's name, for people.")
          String name,
      @Option(
              names = "--role",
              required = true,
              paramLabel = "ROLE",
              description = "node or gateway (which includes ledger and scheduler).")
          String role,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "DIR",
              description = "New folder for the three files.")
          Path out) {
    if (Files.exists(out.resolve("key.pem"))) {
      throw new CommandFailure(
          ExitCode.REFUSED, "%s holds a key.pem already; it is not replaced".formatted(out));
    }
    try {
      CertificateAuthority.open(folder(dir)).issue(name, Role.parse(role), out, Instant.now());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
    print("key.pem (secret), cert.pem and ca.pem made in " + out);
    return ExitCode.DONE;
  }

  private static Path folder(Optional<Path> given) {
    return given.orElseGet(() -> Folders.ofUser().data().resolve("local").resolve("ca"));
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
