package coop.imece.gateway.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code imece up} with real processes, from the built distribution. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for a POSIX shell")
class UpIT {
  private static final int CHILDREN = 3;

  @TempDir Path folder;
  private Optional<ImeceProcess> started = Optional.empty();

  @AfterEach
  void leaveNothing() throws InterruptedException {
    if (started.isPresent()) {
      started.get().terminate();
      started.get().awaitExit();
    }
  }

  @Test
  void a_taken_port_is_one_line_and_nothing_starts() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var up = up(Integer.toString(taken.getLocalPort()));
      assertEquals(ExitCode.FAILED, up.awaitExit());
      assertEquals(
          "imece up: port %d is taken: choose another one with --port\n"
              .formatted(taken.getLocalPort()),
          up.err());
      assertEquals(List.of(), up.running());
    }
  }

  @Test
  void a_missing_model_is_one_line_and_nothing_starts() throws Exception {
    var up = ImeceProcess.start(folder, "up", "--model", "nope");
    assertEquals(ExitCode.BAD_CONFIG, up.awaitExit());
    assertTrue(up.err().startsWith("imece up: no model 'nope': neither a folder nor"), up.err());
    assertEquals(1, up.err().lines().count(), up.err());
    assertEquals(List.of(), up.running());
  }

  @Test
  void a_node_that_dies_at_start_is_named_with_its_reason_and_all_stop() throws Exception {
    var config = Files.createDirectories(folder.resolve("config").resolve("imece"));
    Files.writeString(config.resolve("node.conf"), "imece.node.thread = 1");
    var up = up(Integer.toString(FreePort.find()));
    assertEquals(ExitCode.FAILED, up.awaitExit());
    assertTrue(up.err().contains("ended with exit code 78; the end of "), up.err());
    assertTrue(up.err().contains("did you mean 'imece.node.threads'?"), up.err());
    assertEquals(List.of(), up.running());
  }

  @Test
  void a_cooperative_becomes_ready_and_stops_as_a_whole() throws Exception {
    var up = up(Integer.toString(FreePort.find()));
    up.awaitOut("Ctrl-C");
    assertTrue(up.out().contains("curl -N http://127.0.0.1:"), up.out());
    assertEquals(CHILDREN, up.running().size(), up.err());
    up.terminate();
    assertEquals(ExitCode.TERMINATED, up.awaitExit());
    assertEquals(List.of(), up.running());
  }

  @Test
  void nothing_is_left_when_the_supervisor_is_killed() throws Exception {
    var up = up(Integer.toString(FreePort.find()));
    up.awaitChildren(CHILDREN);
    var children = up.running();
    up.kill();
    up.awaitExit();
    for (var child : children) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
    assertEquals(List.of(), up.running());
  }

  private ImeceProcess up(String port) throws IOException {
    var up = ImeceProcess.start(folder, "up", "--port", port);
    started = Optional.of(up);
    return up;
  }
}
