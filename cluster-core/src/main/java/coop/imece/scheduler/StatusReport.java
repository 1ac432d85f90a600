package coop.imece.scheduler;

import coop.imece.core.NodeId;
import coop.imece.scheduler.CooperativeStatus.ModelStatus;
import coop.imece.scheduler.CooperativeStatus.NodeStatus;
import coop.imece.scheduler.registry.Rating;
import coop.imece.scheduler.routing.RoundTrips;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Sums up what the scheduler knows. */
final class StatusReport {
  private final Map<NodeId, KnownNode> nodes;
  private final RoundTrips roundTrips;

  StatusReport(Map<NodeId, KnownNode> nodes, RoundTrips roundTrips) {
    this.nodes = nodes;
    this.roundTrips = roundTrips;
  }

  CooperativeStatus of(Collection<ModelPool> pools) {
    return new CooperativeStatus(
        pools.stream().map(StatusReport::model).toList(),
        nodes.values().stream().map(this::node).toList());
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

  NodeList list(Map<NodeId, Rating> ratings) {
    return new NodeList(
        Stream.concat(nodes.keySet().stream(), ratings.keySet().stream())
            .distinct()
            .sorted(Comparator.comparing(NodeId::value))
            .map(
                id ->
                    new ListedNode(
                        id,
                        Optional.ofNullable(nodes.get(id)).map(this::node),
                        Optional.ofNullable(ratings.get(id))))
            .toList());
  }

  private NodeStatus node(KnownNode node) {
    var slice = node.said().slice();
    return new NodeStatus(
        node.id(),
        slice.map(HeldSlice::model),
        slice.map(HeldSlice::layers),
        slice.map(HeldSlice::state),
        slice.map(HeldSlice::freePositions).orElse(0),
        slice.map(HeldSlice::sessions).orElse(0),
        node.said().region(),
        roundTrips.measuredAccess(node.id()).stream().boxed().findFirst());
  }
}
