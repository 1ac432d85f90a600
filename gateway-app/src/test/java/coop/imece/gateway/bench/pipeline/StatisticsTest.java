package coop.imece.gateway.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void the_median_is_the_middle_value_or_the_mean_of_two() {
    assertEquals(3, Statistics.median(List.of(9.0, 1.0, 3.0)));
    assertEquals(2, Statistics.median(List.of(9.0, 1.0, 3.0, 1.0)));
    assertEquals(7, Statistics.median(List.of(7.0)));
  }

  @Test
  void a_percentile_is_a_value_that_was_measured() {
    var values = IntStream.rangeClosed(1, 20).mapToObj(i -> 21.0 - i).toList();
    assertEquals(10, Statistics.percentile(values, 50));
    assertEquals(19, Statistics.percentile(values, 95));
    assertEquals(20, Statistics.percentile(values, 96));
    assertEquals(20, Statistics.percentile(values, 100));
    assertEquals(1, Statistics.percentile(values, 1));
    assertEquals(4, Statistics.percentile(List.of(4.0), 50));
  }

  @Test
  void nothing_has_no_median() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> Statistics.median(List.of()));
    assertEquals("need 1 or more values, was none", thrown.getMessage());
  }
}
