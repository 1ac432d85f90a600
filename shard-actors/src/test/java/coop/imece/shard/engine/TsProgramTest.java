package coop.imece.shard.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TsProgramTest {
  @Test
  void a_missing_resource_is_named() {
    var files = Map.of("__torch__.py", "nowhere.py");
    assertEquals(
        "resource nowhere.py is missing",
        assertThrows(
                IllegalStateException.class,
                () -> TsProgram.load(TsProgramTest.class, "Program", files))
            .getMessage());
  }

  @Test
  void the_engine_never_calls_home() {
    PyTorch.newManager().close();
    assertEquals("true", System.getProperty("ai.djl.offline"));
    assertEquals("true", System.getProperty("OPT_OUT_TRACKING"));
  }

  @Test
  void threads_are_at_least_one() {
    assertTrue(PyTorch.threadLimit() >= 1);
    assertEquals(
        "threads must be 1 or more, was 0",
        assertThrows(IllegalArgumentException.class, () -> PyTorch.useThreads(0)).getMessage());
  }
}
