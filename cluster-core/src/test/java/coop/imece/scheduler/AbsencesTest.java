package coop.imece.scheduler;

import static coop.imece.scheduler.Population.node;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AbsencesTest {
  private final Absences absences = new Absences(Duration.ofMinutes(5));

  @Test
  void a_node_that_is_back_in_time_was_never_away() {
    absences.gone(node(1), 0);
    absences.back(node(1));
    absences.gone(node(1), 299_000);
    assertEquals(List.of(), absences.due(300_000));
    assertEquals(List.of(), absences.due(598_999));
    assertEquals(List.of(node(1)), absences.due(599_000));
  }

  @Test
  void it_is_named_once_and_from_when_it_went() {
    absences.gone(node(1), 0);
    absences.gone(node(1), 200_000);
    assertEquals(List.of(node(1)), absences.due(300_000));
    assertEquals(List.of(), absences.due(900_000));
  }
}
