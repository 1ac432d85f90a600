package coop.imece.scheduler;

import coop.imece.scheduler.CooperativeStatus.ModelStatus;
import coop.imece.scheduler.CooperativeStatus.NodeStatus;
import java.util.Arrays;
import java.util.Collection;

/** Sums up what the scheduler knows. */
final class StatusReport {
  private StatusReport() {}

  static CooperativeStatus of(Collection<ServedModel> models, Collection<KnownNode> nodes) {
    return new CooperativeStatus(
        models.stream().map(model -> model(model, nodes)).toList(),
        nodes.stream().map(StatusReport::node).toList());
  }

  private static ModelStatus model(ServedModel model, Collection<KnownNode> nodes) {
    var ready =
        nodes.stream()
            .flatMap(node -> node.ready().stream())
            .filter(slice -> slice.model().equals(model.id()))
            .map(HeldSlice::layers)
            .toList();
    return new ModelStatus(
        model.id(),
        model.precision(),
        model.layers(),
        model.maxContext(),
        Arrays.stream(Coverage.counts(model.layers(), ready)).boxed().toList(),
        Chain.of(model.layers(), ready).complete(),
        (int) nodes.stream().filter(node -> node.serves(model.id())).count());
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
