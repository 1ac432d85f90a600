package coop.imece.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.cli.ImeceCommandLine;
import coop.imece.cli.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void install() {
    System.setProperty(Installation.PROPERTY, folder.toString());
  }

  @AfterEach
  void uninstall() {
    System.clearProperty(Installation.PROPERTY);
  }

  private int run(String... arguments) {
    return ImeceCommandLine.create(ImeceNode.commands())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void a_node_is_paused_and_resumed_by_its_folder() throws IOException {
    Files.writeString(folder.resolve("node.pem"), "");
    assertEquals(ExitCode.DONE, run("node", "pause", "--data", folder.toString()), err::toString);
    assertEquals(
        "the node takes no new sessions, from 2 seconds on until 'imece node resume'",
        out.toString().trim());
    assertTrue(Files.exists(folder.resolve("paused")));
    assertEquals(ExitCode.DONE, run("node", "resume", "--data", folder.toString()));
    assertFalse(Files.exists(folder.resolve("paused")));
    out.getBuffer().setLength(0);
    assertEquals(ExitCode.DONE, run("node", "resume", "--data", folder.toString()));
    assertEquals("the node is not paused", out.toString().trim());
  }

  @Test
  void a_folder_without_a_node_is_refused() {
    assertEquals(ExitCode.FAILED, run("node", "pause", "--data", folder.toString()));
    assertTrue(
        err.toString()
            .contains(
                "no node keeps its files in %s: name its folder with --data".formatted(folder)),
        err::toString);
    assertFalse(Files.exists(folder.resolve("paused")));
  }

  @Test
  void a_time_is_a_number_and_a_unit() {
    assertEquals(Duration.ofSeconds(90), PauseCommand.duration("90s"));
    assertEquals(Duration.ofHours(2), PauseCommand.duration("2h"));
    assertEquals(Duration.ofDays(7), PauseCommand.duration("7d"));
    for (var wrong : new String[] {"", "2", "h", "0m", "-1h", "1.5h", "2w", "9999999d"}) {
      var refusal = assertThrows(CommandFailure.class, () -> PauseCommand.duration(wrong));
      assertEquals(
          "--for must be a time such as 30m or 2h, was '%s'".formatted(wrong),
          refusal.getMessage());
    }
  }
}
