package coop.imece.gateway.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the child is a POSIX shell")
class ChildTest {
  private static final String DEEP_FAILURE =
      "echo out of eggs; seq -f '\tat kitchen.Shelf.take(Shelf.java:%g)' 40; echo closing; exit 3";

  private static final long LIMIT_MILLIS = 30_000;

  @TempDir Path folder;

  @Test
  void the_failure_of_a_child_is_told_without_the_lines_of_its_stack_trace() {
    var log = folder.resolve("child.log");
    var child = Child.start("cook", List.of("sh", "-c", DEEP_FAILURE), log);
    assertTrue(child.endsWithin(LIMIT_MILLIS));
    assertEquals(
        "cook ended with exit code 3; the end of %s:%n  out of eggs%n  closing".formatted(log),
        child.died().getMessage());
  }
}
