package coop.imece.gateway.generation.actor;

import coop.imece.scheduler.SeenSteps;
import coop.imece.stage.StageAssignment;
import java.util.Optional;

/**
 * Times the decode steps of a stage that serves alone, which has no neighbours but the session's
 * owner: by the arrival of its tokens. What delays one arrival hastens the next, so runs of several
 * are timed.
 */
final class SoloSteps {
  private static final int RUN = 8;

  private final String model;
  private final StageAssignment stage;
  private int begunAt = -1;
  private int next;
  private long begunNanos;
  private int steps;
  private double quickestSeconds = Double.POSITIVE_INFINITY;

  SoloSteps(String model, StageAssignment stage) {
    this.model = model;
    this.stage = stage;
  }

  /** The token at a position has come. One that came out of turn begins a run. */
  void came(int position, long nanos) {
    if (begunAt < 0 || position != next) {
      begin(position, nanos);
    } else if (position - begunAt == RUN) {
      quickestSeconds = Math.min(quickestSeconds, 1e-9 * (nanos - begunNanos) / RUN);
      steps += RUN;
      begin(position, nanos);
    }
    next = position + 1;
  }

  private void begin(int position, long nanos) {
    begunAt = position;
    begunNanos = nanos;
  }

  /** Empty before the first run is full. */
  Optional<SeenSteps> seen() {
    return steps == 0
        ? Optional.empty()
        : Optional.of(
            new SeenSteps(
                stage.node(), model, stage.layers(), Math.max(0, quickestSeconds), steps, 1));
  }
}
