package coop.imece.gateway.cli;

import coop.imece.cli.ExitCode;
import coop.imece.cluster.tls.CertificateAuthority;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code imece ca init}: a new CA. */
@Command(
    name = "init",
    description = "Make a CA: ca.key, which stays secret, and ca.pem, which every member gets.")
final class CaInitCommand implements Callable<Integer> {
  @Mixin private final CaFolderOption ca = new CaFolderOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CertificateAuthority.create(ca.folder(), Instant.now());
    spec.commandLine().getOut().println("ca.key (secret) and ca.pem made in " + ca.folder());
    return ExitCode.DONE;
  }
}
