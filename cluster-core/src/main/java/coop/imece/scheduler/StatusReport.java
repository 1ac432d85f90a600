package coop.imece.scheduler;

import coop.imece.core.NodeId;
import coop.imece.scheduler.CooperativeStatus.ModelStatus;
import coop.imece.scheduler.CooperativeStatus.NodeStatus;
import coop.imece.scheduler.registry.Rating;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Sums up what the scheduler knows. */
final class StatusReport {
  private StatusReport() {}

  static CooperativeStatus of(Collection<ModelPool> pools, Collection<KnownNode> nodes) {
    return new CooperativeStatus(
        pools.stream().map(StatusReport::model).toList(),
        nodes.stream().map(StatusReport::node).toList());
  }

  private static ModelStatus model(ModelPool pool) {
    var model = pool.model();
    return new ModelStatus(
        model.id(),
        model.precision(),
        model.layers(),
        model.maxContext(),
        Arrays.stream(pool.ready().holdersPerLayer()).boxed().toList(),
        pool.ready().chain().complete(),
        pool.nodes());
  }

  static NodeList list(Map<NodeId, KnownNode> nodes, Map<NodeId, Rating> ratings) {
    return new NodeList(
        Stream.concat(nodes.keySet().stream(), ratings.keySet().stream())
            .distinct()
            .sorted(Comparator.comparing(NodeId::value))
            .map(
                id ->
                    new ListedNode(
                        id,
                        Optional.ofNullable(nodes.get(id)).map(StatusReport::node),
                        Optional.ofNullable(ratings.get(id))))
            .toList());
  }

  private static NodeStatus node(KnownNode node) {
    var slice = node.said().slice();
    return new NodeStatus(
        node.id(),
        slice.map(HeldSlice::model),
        slice.map(HeldSlice::layers),
        slice.map(HeldSlice::state),
        slice.map(HeldSlice::freePositions).orElse(0),
        slice.map(HeldSlice::sessions).orElse(0),
        node.said().region());
  }
}
