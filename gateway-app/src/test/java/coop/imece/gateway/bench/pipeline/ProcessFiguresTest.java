package coop.imece.gateway.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessFiguresTest {
  @Test
  void the_kernels_lines_are_read_as_kibibytes() {
    var lines =
        List.of("Name:\tjava", "VmHWM:\t    300 kB", "VmRSS:\t    200 kB", "RssAnon:\t   100 kB");
    assertEquals(new ProcessFigures(204_800, 102_400, 307_200), ProcessFigures.parse(lines));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void this_process_has_memory_and_has_written_and_no_process_has_none() {
    var here = ProcessHandle.current().pid();
    var memory = ProcessFigures.of(here).orElseThrow();
    assertTrue(memory.anonymous() > 1_000_000, memory.toString());
    assertTrue(memory.peak() >= memory.anonymous(), memory.toString());
    assertTrue(ProcessFigures.written(here).orElseThrow() > 0);
    assertEquals(Optional.empty(), ProcessFigures.of(Integer.MAX_VALUE));
  }
}
