package coop.imece.scheduler.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReliabilityTest {

  private static TaskWindow window(int completed, int assigned) {
    var window = TaskWindow.empty();
    for (var task = 0; task < assigned; task++) {
      window = window.with(task < completed);
    }
    return window;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1.0, 10000",
    "10, 10, 1.0, 10000",
    "0, 10, 1.0, 5000",
    "94, 100, 1.0, 9700",
    "50, 100, 0.5, 6250",
    "1, 3, 1.0, 6666",
    "10, 10, 0.0, 5000"
  })
  void it_is_a_half_and_half_the_share_of_work_done_well(
      int completed, int assigned, double consistency, int r4) {
    assertEquals(r4, Reliability.r4(window(completed, assigned), consistency));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 9, 1.0, false",
    "0, 10, 1.0, true",
    "4, 100, 1.0, false",
    "3, 100, 1.0, true",
    "100, 100, 0.03, true"
  })
  void a_node_below_52_hundredths_after_ten_tasks_is_suspended(
      int completed, int assigned, double consistency, boolean suspended) {
    assertEquals(suspended, Reliability.suspends(window(completed, assigned), consistency));
  }

  @Test
  void only_the_last_hundred_tasks_count() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var window = TaskWindow.empty();
    var last = new ArrayDeque<Boolean>();
    for (var task = 0; task < 1_000; task++) {
      var completed = random.nextInt(4) > 0;
      window = window.with(completed);
      last.addLast(completed);
      if (last.size() > 100) {
        last.removeFirst();
      }
      assertEquals(last.size(), window.tasks());
      assertEquals(last.stream().filter(done -> done).count(), window.completed(), "seed " + seed);
    }
  }

  @Test
  void a_consistency_outside_its_range_is_refused() {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> Reliability.r4(TaskWindow.empty(), 1.5));
    assertEquals("consistency must be between 0 and 1, was 1.5", refusal.getMessage());
  }
}
