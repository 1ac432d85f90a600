package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.scheduler.registry.ReviewReason;
import java.util.Optional;

/** What changed in the cooperative; {@code toString} is the log's line. */
public sealed interface Change {

  record NodeJoined(NodeId node) implements Change {
    @Override
    public String toString() {
      return "node %s joined".formatted(node);
    }
  }

  /**
   * @param why as in "silent for 7 s"
   */
  record NodeLeft(NodeId node, String why) implements Change {
    @Override
    public String toString() {
      return "node %s left: %s".formatted(node, why);
    }
  }

  record SliceChanged(NodeId node, String model, LayerRange layers, SliceState state)
      implements Change {
    @Override
    public String toString() {
      return "node %s: layers %s of %s are %s".formatted(node, layers, model, state);
    }
  }

  /**
   * @param review why the node is under review; empty when it was cleared
   */
  record StandingChanged(NodeId node, Optional<ReviewReason> review) implements Change {
    @Override
    public String toString() {
      return review
          .map(reason -> "node %s is suspended: %s".formatted(node, reason))
          .orElseGet(() -> "node %s is cleared".formatted(node));
    }
  }

  record PipelineChanged(String model, boolean complete) implements Change {
    @Override
    public String toString() {
      return "the pipeline of %s is %s".formatted(model, complete ? "complete" : "not complete");
    }
  }
}
