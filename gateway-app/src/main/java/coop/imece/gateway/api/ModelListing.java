package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The JSON of {@code /v1/models}: OpenAI's fields, and what a cooperative adds to them. */
public final class ModelListing {
  private ModelListing() {}

  public static ObjectNode list(ServedModels models, Optional<CooperativeStatus> status) {
    var list = JsonNodeFactory.instance.objectNode().put("object", "list");
    var data = list.putArray("data");
    models.all().forEach(model -> data.add(one(model, status)));
    return list;
  }

  /**
   * @param status empty when the scheduler did not answer: {@code state} is then {@code unknown}
   */
  public static ObjectNode one(ServedModel model, Optional<CooperativeStatus> status) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("id", model.id());
    node.put("object", "model");
    node.put("created", model.created());
    node.put("owned_by", "imece");
    node.put("max_context_length", model.maxContext());
    var known = status.flatMap(s -> s.find(model.id()));
    node.put(
        "state", status.isEmpty() ? "unknown" : known.map(ModelListing::state).orElse("broken"));
    if (status.isPresent()) {
      node.put("coverage", known.map(ModelListing::coverage).orElse(0.0));
      node.put("nodes_online", known.map(CooperativeStatus.ModelStatus::nodesOnline).orElse(0));
    }
    return node;
  }

  /** Layers without a pipeline over them all: some nodes are missing. */
  private static String state(CooperativeStatus.ModelStatus model) {
    return model.complete() ? "online" : model.layersCovered() > 0 ? "degraded" : "broken";
  }

  private static double coverage(CooperativeStatus.ModelStatus model) {
    return (double) model.layersCovered() / model.layers();
  }
}
