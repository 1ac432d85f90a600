package coop.imece.gateway.api;

import java.util.List;
import java.util.Optional;

/** What the scheduler knows of the models' pipelines, for /readyz and /v1/models. */
public record CooperativeStatus(List<ModelStatus> models) {
  public CooperativeStatus {
    models = List.copyOf(models);
  }

  public Optional<ModelStatus> find(String id) {
    return models.stream().filter(model -> model.id().equals(id)).findFirst();
  }

  /**
   * @param layers of the whole model
   * @param layersCovered of them, held by at least one node online
   * @param complete a pipeline over all layers can be planned
   * @param nodesOnline that hold a slice of this model
   */
  public record ModelStatus(
      String id, int layers, int layersCovered, boolean complete, int nodesOnline) {
    public ModelStatus {
      if (layers < 1 || layersCovered < 0 || layersCovered > layers) {
        throw new IllegalArgumentException(
            "need 0 <= layersCovered <= layers and layers >= 1, were %d and %d"
                .formatted(layersCovered, layers));
      }
    }
  }
}
