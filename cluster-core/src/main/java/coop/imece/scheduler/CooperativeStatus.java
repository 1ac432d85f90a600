package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.core.WireMessage;
import java.util.List;
import java.util.Optional;

/** Who serves what, as the scheduler knows it now. */
public record CooperativeStatus(List<ModelStatus> models, List<NodeStatus> nodes)
    implements WireMessage {
  public CooperativeStatus {
    models = List.copyOf(models);
    nodes = List.copyOf(nodes);
  }

  public Optional<ModelStatus> model(String id) {
    return models.stream().filter(model -> model.id().equals(id)).findFirst();
  }

  /**
   * @param readyNodes how many ready slices hold each layer, by layer
   * @param complete whether ready slices follow one another from the first layer to the last
   * @param nodes that hold or load a slice of it
   */
  public record ModelStatus(
      String id,
      Precision precision,
      int layers,
      int maxContext,
      List<Integer> readyNodes,
      boolean complete,
      int nodes) {
    public ModelStatus {
      readyNodes = List.copyOf(readyNodes);
    }

    /** How many layers at least one ready slice holds. */
    public int coveredLayers() {
      return (int) readyNodes.stream().filter(count -> count > 0).count();
    }

    /** The one number that says whether a model works: over its layers, the fewest ready nodes. */
    public int fewestReadyNodes() {
      return readyNodes.stream().mapToInt(Integer::intValue).min().orElse(0);
    }
  }

  /**
   * @param state empty while the node has no slice
   * @param accessSeconds what its own line adds to every round trip; empty until it was measured
   */
  public record NodeStatus(
      NodeId node,
      Optional<String> model,
      Optional<LayerRange> layers,
      Optional<SliceState> state,
      int freePositions,
      int sessions,
      Optional<String> region,
      Optional<Double> accessSeconds) {}
}
