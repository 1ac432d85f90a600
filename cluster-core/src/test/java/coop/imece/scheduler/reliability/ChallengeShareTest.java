package coop.imece.scheduler.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengeShareTest {
  @ParameterizedTest
  @CsvSource({"0, 0.5", "20, 0.5", "60, 0.275", "99, 0.055625", "100, 0.05", "5000, 0.05"})
  void newcomers_are_checked_most(int tasksDone, double share) {
    assertEquals(share, ChallengeShare.after(tasksDone), 1e-12);
  }
}
