package coop.imece.gateway.up;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The processes of one supervisor. Once stopped, none can be started any more. */
public final class Children {
  /** Between asking a child to stop and killing it. */
  private static final long STOP_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(8);

  private final List<Child> children = new ArrayList<>();
  private boolean stopped;

  /** Starts one more, unless all are stopped. */
  public synchronized Optional<Child> add(Supplier<Child> start) {
    if (stopped) {
      return Optional.empty();
    }
    var child = start.get();
    children.add(child);
    return Optional.of(child);
  }

  public synchronized boolean isStopped() {
    return stopped;
  }

  /** Those that have ended, removed from the children at once. */
  public synchronized List<Child> takeEnded() {
    var ended = children.stream().filter(child -> !child.isAlive()).toList();
    children.removeAll(ended);
    return ended;
  }

  /** Asks all to stop, waits, and kills those that do not. When it returns, none is left. */
  public synchronized void stopAll() {
    stopped = true;
    children.forEach(Child::stop);
    var deadline = System.nanoTime() + STOP_LIMIT_NANOS;
    for (var child : children) {
      if (!child.endsWithin(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()))) {
        child.kill();
      }
    }
    children.forEach(child -> child.endsWithin(TimeUnit.NANOSECONDS.toMillis(STOP_LIMIT_NANOS)));
  }
}
