package coop.imece.scheduler.routing;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import java.util.List;

/**
 * The pipeline chosen for a session.
 *
 * @param secondsPerToken expected
 * @param fastestSecondsPerToken of the fastest pipeline there was
 * @param gridScore P_grid, the mean over the model's layers
 */
public record Choice(
    List<Stage> stages,
    double secondsPerToken,
    double fastestSecondsPerToken,
    double gridScore,
    Because because) {

  public record Stage(NodeId node, LayerRange layers) {}

  public enum Because {
    /** No other is faster. */
    FASTEST,
    /** As fast, within the band, and the grid is cleaner or less loaded where it runs. */
    GRID,
    /** One of its nodes was below its minimum share. */
    MINIMUM_SHARE
  }

  public Choice {
    stages = List.copyOf(stages);
  }

  public boolean serves(NodeId node) {
    return stages.stream().anyMatch(stage -> stage.node().equals(node));
  }
}
