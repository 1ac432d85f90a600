package coop.imece.shard.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeastRecentlyUsedTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Pattern NAMES = Pattern.compile("p-.*");

  @TempDir Path folder;

  @Test
  void what_was_not_used_for_too_long_goes() throws IOException {
    var kept = file("p-kept", 10, Duration.ofDays(29));
    var old = file("p-old", 10, Duration.ofDays(31));
    var used = file("p-used", 10, Duration.ofDays(300));
    assertEquals(List.of(old), rule(1_000).use(used, NOW));
    assertTrue(Files.exists(kept));
    assertEquals(NOW, Files.getLastModifiedTime(used).toInstant());
  }

  @Test
  void beyond_the_size_the_least_recently_used_goes_and_never_the_one_in_use() throws IOException {
    var used = file("p-used", 60, Duration.ofDays(9));
    file("p-1", 30, Duration.ofDays(1));
    var second = file("p-2", 20, Duration.ofDays(2));
    file("p-3", 10, Duration.ofDays(3));
    assertEquals(List.of(second), rule(100).use(used, NOW));
    assertEquals(2, rule(0).use(used, NOW).size());
    assertTrue(Files.exists(used));
  }

  @Test
  void other_files_of_the_folder_are_left_alone() throws IOException {
    var other = file("notes.txt", 500, Duration.ofDays(400));
    assertEquals(List.of(), rule(1).use(file("p-used", 1, Duration.ZERO), NOW));
    assertTrue(Files.exists(other));
  }

  @Test
  void a_rule_below_zero_is_refused() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new LeastRecentlyUsed(NAMES, Duration.ofDays(1), -1));
    assertEquals("need a time and a size of 0 or more, was PT24H and -1", refused.getMessage());
  }

  private static LeastRecentlyUsed rule(long mostBytes) {
    return new LeastRecentlyUsed(NAMES, Duration.ofDays(30), mostBytes);
  }

  private Path file(String name, int bytes, Duration unused) throws IOException {
    var path = Files.write(folder.resolve(name), new byte[bytes]);
    return Files.setLastModifiedTime(path, FileTime.from(NOW.minus(unused)));
  }
}
