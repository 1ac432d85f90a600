package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a node says of itself every two seconds and at every change.
 *
 * @param models that it could serve, the one it would rather serve first
 * @param memoryBytes what its weights and KV caches may take together
 * @param forcedLayers the owner's choice; empty leaves it to placement
 * @param slice empty until the node was told what to serve
 * @param region as in {@code DE} or {@code US-CA}
 * @param hardware fingerprint of the machine
 * @param watts that the machine was measured to draw while the node worked
 * @param seen of other nodes
 */
public record NodeAdvertisement(
    NodeId node,
    List<ServedModel> models,
    long memoryBytes,
    Optional<LayerRange> forcedLayers,
    Optional<HeldSlice> slice,
    Optional<String> region,
    Optional<String> hardware,
    Optional<Integer> watts,
    Sightings seen,
    Instant startedAt) {

  public NodeAdvertisement {
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException(node + " advertises no model that it could serve");
    }
    if (memoryBytes < 0) {
      throw new IllegalArgumentException("memoryBytes must be 0 or more, was " + memoryBytes);
    }
    if (watts.filter(w -> w < 1).isPresent()) {
      throw new IllegalArgumentException("watts must be 1 or more, was " + watts.get());
    }
    if (forcedLayers.isPresent()) {
      requireInside(forcedLayers.get(), models);
    }
  }

  private static void requireInside(LayerRange forced, List<ServedModel> models) {
    for (var model : models) {
      if (forced.end() > model.layers()) {
        throw new IllegalArgumentException(
            "layers %s are outside the %d layers of %s"
                .formatted(forced, model.layers(), model.id()));
      }
    }
  }

  public Optional<ServedModel> model(String id) {
    return models.stream().filter(model -> model.id().equals(id)).findFirst();
  }
}
