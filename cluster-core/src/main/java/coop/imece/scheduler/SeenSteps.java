package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;

/**
 * How long a node's decode steps took as its neighbours saw it: from sending a step to it until
 * what it made of the step arrived behind it, the way taken off. Whatever else a stage has to do
 * makes a step longer, never shorter, so the quickest of many is what the node can do.
 *
 * @param quickestSeconds of the last minute's; 0 when the way took as long
 * @param steps that were timed
 * @param sessions the most that the observer had decoding there at once
 */
public record SeenSteps(
    NodeId node, String model, LayerRange layers, double quickestSeconds, int steps, int sessions) {
  public SeenSteps {
    if (!(quickestSeconds >= 0 && quickestSeconds < Double.POSITIVE_INFINITY)
        || steps < 1
        || sessions < 1) {
      throw new IllegalArgumentException(
          "need finite quickestSeconds >= 0, steps >= 1 and sessions >= 1, was %s, %d and %d"
              .formatted(quickestSeconds, steps, sessions));
    }
  }
}
