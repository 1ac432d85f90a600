package coop.imece.gateway.up;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.cli.ExitCode;
import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A gateway's process that is started by itself. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for a POSIX shell")
class GatewayIT {
  @TempDir Path folder;

  @Test
  void a_taken_port_ends_it_with_one_line_that_names_the_port() throws Exception {
    var tls = folder.resolve("tls");
    CertificateAuthority.create(folder.resolve("ca"), Instant.now())
        .issue("gateway", Role.GATEWAY, tls, Instant.now());
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());
      var gateway =
          ImeceProcess.start(
              folder, "gateway", "--port", port, "--cluster-port", "0", "--tls", tls.toString());
      assertEquals(ExitCode.FAILED, gateway.awaitExit());
      var lines = gateway.err().lines().toList();
      assertEquals(
          "imece gateway: can't listen on 127.0.0.1:%s: the address is taken or not this machine's"
              .formatted(port),
          lines.get(lines.size() - 1));
      assertEquals(0, lines.stream().filter(line -> line.startsWith("\t")).count(), gateway.err());
    }
  }
}
