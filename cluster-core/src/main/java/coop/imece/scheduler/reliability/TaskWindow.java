package coop.imece.scheduler.reliability;

/**
 * Which of a node's last 100 tasks it completed, one bit each, the newest in the lowest.
 *
 * @param tasks how many of the bits count, at most 100
 * @param newer the newest 64
 * @param older the 36 before them
 */
public record TaskWindow(int tasks, long newer, long older) {
  public static final int SIZE = 100;
  private static final long OLDER_MASK = (1L << SIZE - Long.SIZE) - 1;

  public TaskWindow {
    if (tasks < 0 || tasks > SIZE) {
      throw new IllegalArgumentException("tasks must be between 0 and 100, was " + tasks);
    }
  }

  public static TaskWindow empty() {
    return new TaskWindow(0, 0, 0);
  }

  public TaskWindow with(boolean completed) {
    return new TaskWindow(
        Math.min(SIZE, tasks + 1),
        newer << 1 | (completed ? 1 : 0),
        (older << 1 | newer >>> Long.SIZE - 1) & OLDER_MASK);
  }

  public int completed() {
    return Long.bitCount(newer) + Long.bitCount(older);
  }
}
