package coop.imece.scheduler.reliability;

/**
 * The reliability R of a node: {@code 0.5 + 0.5 x (completed / assigned x consistency)} over its
 * last 100 tasks, in 1/10,000, rounded down. A node without tasks has 1.
 */
public final class Reliability {
  private static final int SUSPENDED_BELOW_R4 = 5_200;
  private static final int TASKS_BEFORE_SUSPENSION = 10;

  private Reliability() {}

  /**
   * @param consistency share of its checked work that passed, in [0, 1]
   */
  public static int r4(TaskWindow window, double consistency) {
    if (!(consistency >= 0 && consistency <= 1)) {
      throw new IllegalArgumentException("consistency must be between 0 and 1, was " + consistency);
    }
    if (window.tasks() == 0) {
      return 10_000;
    }
    var kept = 5_000 * consistency * window.completed() / window.tasks();
    return 5_000 + (int) Math.floor(kept + 1e-9);
  }

  /** Whether a node is suspended for it. */
  public static boolean suspends(TaskWindow window, double consistency) {
    return window.tasks() >= TASKS_BEFORE_SUSPENSION
        && r4(window, consistency) < SUSPENDED_BELOW_R4;
  }
}
