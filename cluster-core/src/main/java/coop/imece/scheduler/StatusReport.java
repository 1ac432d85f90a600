package coop.imece.scheduler;

import coop.imece.scheduler.CooperativeStatus.ModelStatus;
import coop.imece.scheduler.CooperativeStatus.NodeStatus;
import java.util.Arrays;
import java.util.Collection;

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
