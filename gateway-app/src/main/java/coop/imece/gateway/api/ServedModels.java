package coop.imece.gateway.api;

import java.util.List;
import java.util.Optional;

/** The models that this gateway answers for, in the order in which they are listed. */
public record ServedModels(List<ServedModel> all) {
  public ServedModels {
    all = List.copyOf(all);
    if (all.stream().map(ServedModel::id).distinct().count() != all.size()) {
      throw new IllegalArgumentException(
          "ids must differ, were " + all.stream().map(ServedModel::id).toList());
    }
  }

  public Optional<ServedModel> find(String id) {
    return all.stream().filter(model -> model.id().equals(id)).findFirst();
  }

  ServedModel required(Fields body) {
    var id = body.requiredText("model");
    return find(id).orElseThrow(() -> new RequestRefused(ApiError.modelNotFound(id)));
  }
}
