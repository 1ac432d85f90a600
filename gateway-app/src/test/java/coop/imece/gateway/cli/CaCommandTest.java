package coop.imece.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.cli.ExitCode;
import coop.imece.cli.ImeceCommandLine;
import coop.imece.cluster.tls.Role;
import coop.imece.cluster.tls.TlsFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaCommandTest {
  @TempDir Path folder;
  private final StringWriter err = new StringWriter();

  @Test
  void a_machine_s_files_are_made_once_and_never_replaced() {
    var out = folder.resolve("node-7");
    assertEquals(ExitCode.DONE, ca("init"));
    assertEquals(ExitCode.DONE, issue("node", out));
    assertDoesNotThrow(() -> new TlsFolder(out).check(Role.NODE, Instant.now()));

    assertEquals(ExitCode.REFUSED, issue("node", out));
    assertEquals(
        "imece ca issue: %s stands there already; it is not replaced"
            .formatted(out.resolve("key.pem")),
        err.toString().strip());
  }

  @Test
  void without_a_ca_nothing_is_issued() {
    assertEquals(ExitCode.BAD_CONFIG, issue("node", folder.resolve("x")));
    assertEquals(
        "imece ca issue: %s holds no CA (ca.pem and ca.key): make one with 'imece ca init'"
            .formatted(folder.resolve("ca")),
        err.toString().strip());
  }

  @Test
  void an_unknown_role_is_refused() {
    ca("init");
    assertEquals(ExitCode.USAGE, issue("boss", folder.resolve("x")));
    assertEquals(
        "imece ca issue: role must be gateway or node, was 'boss'", err.toString().strip());
  }

  private int issue(String role, Path out) {
    return ca("issue", "--name", "node-7", "--role", role, "--out", out.toString());
  }

  private int ca(String... arguments) {
    var all =
        Stream.concat(
            Stream.of("ca", arguments[0], "--dir", folder.resolve("ca").toString()),
            Arrays.stream(arguments).skip(1));
    return ImeceCommandLine.create(ImeceGateway.commands())
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
