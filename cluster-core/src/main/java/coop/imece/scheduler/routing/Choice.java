package coop.imece.scheduler.routing;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import java.util.List;
import java.util.Locale;

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

  /** Which pipeline it is and why, as in the log and in an explanation. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%d stages, %.2f ms per token expected, %.2f ms by the fastest, P_grid %.2f: %s",
        stages.size(),
        secondsPerToken * 1_000,
        fastestSecondsPerToken * 1_000,
        gridScore,
        because);
  }

  /** In the pipeline's order. */
  public List<NodeId> nodes() {
    return stages.stream().map(Stage::node).toList();
  }

  public boolean serves(NodeId node) {
    return stages.stream().anyMatch(stage -> stage.node().equals(node));
  }
}
