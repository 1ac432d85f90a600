package coop.imece.shard.neighbour;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.scheduler.SeenSteps;
import coop.imece.scheduler.Sightings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times the decode steps of the stage that a stage sends to: from sending one until what it made of
 * it has arrived at the stage behind it, the way taken off. Few steps are timed. What is kept is of
 * the last one or two periods. No clock.
 */
public final class StepWatch {
  /** Steps at positions that it divides are timed. */
  private static final int EVERY = 8;

  /** The session that was timed least lately is forgotten. */
  private static final int MOST_SESSIONS = 256;

  private final long periodNanos;
  private final Map<SessionId, Sent> sent = bounded(MOST_SESSIONS);
  private final Map<Seen, Times> seen = bounded(Sightings.LIMIT);
  private long periodBegan;

  private record Sent(int attempt, int position, long nanos) {}

  /** Whose steps are timed: a node's slice of a model. */
  public record Seen(NodeId node, String model, LayerRange layers) {}

  private static final class Times {
    private Period now = Period.EMPTY;
    private Period before = Period.EMPTY;

    private Period both() {
      return now.and(before);
    }
  }

  private record Period(double quickestSeconds, int steps, int sessions) {
    private static final Period EMPTY = new Period(Double.POSITIVE_INFINITY, 0, 0);

    private Period and(Period other) {
      return new Period(
          Math.min(quickestSeconds, other.quickestSeconds),
          steps + other.steps,
          Math.max(sessions, other.sessions));
    }
  }

  public StepWatch(long periodNanos) {
    this.periodNanos = periodNanos;
  }

  /** Whether the decode step at a position is one of the few. */
  public static boolean isTimed(int position) {
    return position % EVERY == 0;
  }

  /** A decode step was sent, for the first time. */
  public void sent(SessionId session, int attempt, int position, long nanos) {
    if (isTimed(position)) {
      sent.put(session, new Sent(attempt, position, nanos));
    }
  }

  /**
   * What was made of it has arrived.
   *
   * @param waySeconds what the hops took
   * @param sessions that the sender has decoding there now
   */
  public void arrived(
      SessionId session,
      int attempt,
      int position,
      Seen by,
      double waySeconds,
      int sessions,
      long nanos) {
    var began = sent.get(session);
    if (began != null && began.attempt == attempt && began.position == position) {
      sent.remove(session);
      turn(nanos);
      var times = seen.computeIfAbsent(by, fresh -> new Times());
      var seconds = Math.max(0, (nanos - began.nanos) / 1e9 - waySeconds);
      times.now = times.now.and(new Period(seconds, 1, sessions));
    }
  }

  /** What was seen in this period and the one before. */
  public List<SeenSteps> seen(long nanos) {
    turn(nanos);
    return seen.entrySet().stream().map(e -> said(e.getKey(), e.getValue().both())).toList();
  }

  private static SeenSteps said(Seen of, Period times) {
    return new SeenSteps(
        of.node, of.model, of.layers, times.quickestSeconds, times.steps, times.sessions);
  }

  private void turn(long nanos) {
    if (nanos - periodBegan >= periodNanos) {
      var lost = nanos - periodBegan >= 2 * periodNanos;
      periodBegan = nanos;
      seen.values()
          .forEach(
              times -> {
                times.before = lost ? Period.EMPTY : times.now;
                times.now = Period.EMPTY;
              });
      seen.values().removeIf(times -> times.both().steps == 0);
    }
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }
}
