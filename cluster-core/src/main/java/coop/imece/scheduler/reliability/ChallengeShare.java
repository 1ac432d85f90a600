package coop.imece.scheduler.reliability;

/**
 * The share of a node's work that is checked by recomputation: a half in its first 20 tasks, then
 * falling linearly over the next 80 to one in twenty.
 */
public final class ChallengeShare {
  private static final int PROBATION_TASKS = 20;
  private static final int FALLING_TASKS = 80;
  private static final double FIRST = 0.5;
  private static final double LAST = 0.05;

  private ChallengeShare() {}

  /**
   * @param tasksDone since the node registered
   */
  public static double after(int tasksDone) {
    var fallen = Math.min(1, Math.max(0, tasksDone - PROBATION_TASKS) / (double) FALLING_TASKS);
    return FIRST - fallen * (FIRST - LAST);
  }
}
