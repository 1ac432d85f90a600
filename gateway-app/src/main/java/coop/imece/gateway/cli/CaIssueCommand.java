package coop.imece.gateway.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import coop.imece.cluster.tls.TlsFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code imece ca issue}: what one machine needs to become a member. */
@Command(
    name = "issue",
    description = "Make key.pem (secret), cert.pem and ca.pem for one machine, valid for a year.")
final class CaIssueCommand implements Callable<Integer> {
  @Mixin private final CaFolderOption ca = new CaFolderOption();

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The machine's name, for people.")
  private String name;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "node or gateway (which includes ledger and scheduler).")
  private String role;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the three files.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (Files.exists(new TlsFolder(out).keyFile())) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "%s stands there already; it is not replaced".formatted(new TlsFolder(out).keyFile()));
    }
    try {
      CertificateAuthority.open(ca.folder()).issue(name, Role.parse(role), out, Instant.now());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
    spec.commandLine().getOut().println("key.pem (secret), cert.pem and ca.pem made in " + out);
    return ExitCode.DONE;
  }
}
