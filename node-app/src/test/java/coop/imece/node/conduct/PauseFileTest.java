package coop.imece.node.conduct;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseFileTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  @Test
  void a_pause_lasts_until_it_is_resumed() {
    var pause = new PauseFile(folder);
    assertFalse(pause.isPaused(NOW));
    pause.pause(Optional.empty());
    assertTrue(pause.isPaused(NOW));
    assertTrue(new PauseFile(folder).isPaused(Instant.MAX));
    assertTrue(pause.resume());
    assertFalse(pause.isPaused(NOW));
    assertFalse(pause.resume());
  }

  @Test
  void a_pause_with_an_end_ends_by_itself() {
    var pause = new PauseFile(folder);
    pause.pause(Optional.of(NOW.plusSeconds(60)));
    assertTrue(pause.isPaused(NOW.plusSeconds(59)));
    assertFalse(pause.isPaused(NOW.plusSeconds(60)));
    pause.pause(Optional.of(NOW.plusSeconds(90)));
    assertTrue(pause.isPaused(NOW.plusSeconds(60)));
  }

  @Test
  void a_file_made_by_hand_pauses_too() throws IOException {
    Files.writeString(folder.resolve("paused"), "until Monday");
    assertTrue(new PauseFile(folder).isPaused(NOW));
  }
}
