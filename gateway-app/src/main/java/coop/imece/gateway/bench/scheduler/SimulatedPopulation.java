package coop.imece.gateway.bench.scheduler;

import coop.imece.core.Bytes;
import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.scheduler.HeldSlice;
import coop.imece.scheduler.NodeAdvertisement;
import coop.imece.scheduler.RoundTrip;
import coop.imece.scheduler.ServedModel;
import coop.imece.scheduler.Sightings;
import coop.imece.scheduler.SliceState;
import coop.imece.scheduler.StageSpeed;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Contributors' machines as a cooperative might have them, drawn from a seed: from laptops to a few
 * datacenter cards, in six regions. Speeds are those of memory that is read once per step.
 */
final class SimulatedPopulation {
  /** 70 billion parameters, int8. */
  static final ServedModel MODEL =
      new ServedModel(
          "simulated-70b", Precision.INT8, 80, 856L << 20, 1L << 30, 1L << 30, 4_096, 8_192);

  static final List<String> REGIONS = List.of("NO", "FR", "GB", "DE", "US-CA", "US-TX");

  /** 8 billion parameters, int8. */
  static final ServedModel SMALL_MODEL =
      new ServedModel(
          "simulated-8b", Precision.INT8, 32, 219L << 20, 500L << 20, 500L << 20, 4_096, 8_192);

  /**
   * What a kind of machine has: memory in GiB, bytes of weights it runs a second in GiB, watts at
   * work, part of all in %.
   */
  private record Kind(int memoryGib, double gibPerSecond, int watts, int percent) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(8, 38, 30, 15),
          new Kind(16, 50, 65, 25),
          new Kind(12, 320, 170, 20),
          new Kind(16, 500, 220, 15),
          new Kind(24, 800, 350, 15),
          new Kind(48, 840, 300, 6),
          new Kind(80, 1_700, 400, 3),
          new Kind(141, 3_300, 700, 1));

  /** To which each machine has measured the round trip. */
  private static final int PEERS = 4;

  private final ServedModel model;
  private final Random random;

  SimulatedPopulation(ServedModel model, long seed) {
    this.model = model;
    this.random = new Random(seed);
  }

  /** A machine that is not in the cooperative yet, and how fast it is. */
  record Machine(NodeAdvertisement fresh, double layersPerSecond, int watts) {

    /** What it says once it serves a slice. */
    NodeAdvertisement serving(LayerRange layers, int sessions) {
      var step = layers.count() / layersPerSecond;
      var slice =
          new HeldSlice(
              fresh.models().get(0).id(),
              layers,
              SliceState.READY,
              100_000,
              sessions,
              Optional.of(new StageSpeed(step, step / 20)));
      return new NodeAdvertisement(
          fresh.node(),
          fresh.models(),
          fresh.memoryBytes(),
          fresh.forcedLayers(),
          Optional.of(slice),
          fresh.region(),
          fresh.hardware(),
          fresh.watts(),
          fresh.seen(),
          fresh.startedAt());
    }
  }

  Machine machine(int number) {
    return machine(number, REGIONS.get(random.nextInt(REGIONS.size())));
  }

  Machine machine(int number, String region) {
    var kind = kind();
    var memory = (long) (kind.memoryGib * (0.7 + 0.3 * random.nextDouble()) * (1L << 30));
    var fresh =
        new NodeAdvertisement(
            node(number),
            List.of(model),
            memory,
            Optional.empty(),
            Optional.empty(),
            Optional.of(region),
            Optional.empty(),
            Optional.empty(),
            new Sightings(List.of(), roundTrips(number)),
            Instant.EPOCH);
    var speed = kind.gibPerSecond * (1L << 30) / model.layerBytes();
    return new Machine(fresh, speed * (0.8 + 0.4 * random.nextDouble()), kind.watts);
  }

  /** To a few machines that were there before it. */
  private List<RoundTrip> roundTrips(int number) {
    return random
        .ints(number == 0 ? 0 : PEERS, 0, Math.max(1, number))
        .mapToObj(peer -> new RoundTrip(node(peer), 0.001 + 0.1 * random.nextDouble()))
        .toList();
  }

  private static NodeId node(int number) {
    return NodeId.of(key(number).array());
  }

  /** The node's public key, or what stands for it. */
  static Bytes key(int number) {
    return Bytes.own(ByteBuffer.allocate(32).putInt(number).array());
  }

  private Kind kind() {
    var percent = random.nextInt(100);
    for (var kind : KINDS) {
      percent -= kind.percent;
      if (percent < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the kinds' parts must add up to 100 %");
  }
}
