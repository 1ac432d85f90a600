package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.scheduler.routing.RoutingSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Nodes and models for tests: a layer takes 100 bytes with its KV reserve, extras take 50 each. */
final class Population {
  static final PlacementRules RULES = new PlacementRules(1, 10);

  private Population() {}

  static ServedModel model(int layers) {
    return new ServedModel("m", Precision.BF16, layers, 90, 50, 50, 1, 64);
  }

  static NodeId node(int index) {
    return new NodeId("n_%032x".formatted(index));
  }

  static CooperativeSettings settings(int minStages) {
    return new CooperativeSettings(
        new PlacementRules(minStages, 10),
        new RoutingSettings(0.1, 0.25, 0.05, 0.5),
        Duration.ofSeconds(7),
        Duration.ofSeconds(5),
        Duration.ofSeconds(3),
        Duration.ofSeconds(30),
        Duration.ofMillis(1),
        Duration.ofSeconds(15),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        0.25,
        Duration.ofMinutes(5),
        Duration.ofSeconds(60));
  }

  /** A node that has just started. */
  static NodeAdvertisement fresh(int index, ServedModel model, long memoryBytes) {
    return new NodeAdvertisement(
        node(index),
        List.of(model),
        memoryBytes,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Sightings.NONE,
        Instant.EPOCH);
  }

  static NodeAdvertisement forced(int index, ServedModel model, LayerRange layers) {
    return new NodeAdvertisement(
        node(index),
        List.of(model),
        0,
        Optional.of(layers),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Sightings.NONE,
        Instant.EPOCH);
  }

  /** The same node once it holds a slice. */
  static NodeAdvertisement holding(
      NodeAdvertisement node, LayerRange layers, SliceState state, int freePositions) {
    var slice =
        new HeldSlice(node.models().get(0).id(), layers, state, freePositions, 0, Optional.empty());
    return withSlice(node, slice);
  }

  static NodeAdvertisement withSlice(NodeAdvertisement node, HeldSlice slice) {
    return new NodeAdvertisement(
        node.node(),
        node.models(),
        node.memoryBytes(),
        node.forcedLayers(),
        Optional.of(slice),
        node.region(),
        node.hardware(),
        node.watts(),
        node.seen(),
        node.startedAt());
  }

  static Member member(int index, long memoryBytes, LayerRange slice) {
    return new Member(node(index), memoryBytes, 100, Optional.empty(), Optional.ofNullable(slice));
  }
}
