package coop.imece.node.actor;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.node.conduct.PauseFile;
import coop.imece.scheduler.ServedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a node has to give, for as long as its process lives.
 *
 * @param models that it could serve, the one it would rather serve first
 * @param memoryBytes for weights and KV caches together
 * @param forcedLayers the owner's choice; empty leaves it to the scheduler
 * @param pause how the owner pauses it
 * @param drainWithin how long sessions may last once it is to leave
 */
public record NodeOffer(
    NodeId node,
    List<ServedModel> models,
    long memoryBytes,
    Optional<LayerRange> forcedLayers,
    Optional<String> region,
    Instant startedAt,
    PauseFile pause,
    Duration drainWithin) {
  public NodeOffer {
    models = List.copyOf(models);
  }
}
