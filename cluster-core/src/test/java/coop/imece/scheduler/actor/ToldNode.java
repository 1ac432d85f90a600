package coop.imece.scheduler.actor;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.scheduler.HeldSlice;
import coop.imece.scheduler.NodeAdvertisement;
import coop.imece.scheduler.NodeCommand;
import coop.imece.scheduler.NodeCommand.ServeSlice;
import coop.imece.scheduler.SchedulerProtocol.Advertise;
import coop.imece.scheduler.SchedulerProtocol.Command;
import coop.imece.scheduler.ServedModel;
import coop.imece.scheduler.Sightings;
import coop.imece.scheduler.SliceState;
import coop.imece.scheduler.StageSpeed;
import coop.imece.scheduler.registry.Measurement;
import coop.imece.scheduler.registry.Measurements;
import coop.imece.stage.StageProtocol;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** A node that does what it is told, of a model with four layers. */
final class ToldNode {
  static final ServedModel MODEL = new ServedModel("m", Precision.BF16, 4, 100, 10, 10, 1, 64);

  final int index;
  final NodeId id;
  final TestProbe<NodeCommand> commands;
  final TestProbe<StageProtocol.Command> stage;

  ToldNode(ActorTestKit kit, int index) {
    this.index = index;
    this.id = Measurements.node(index);
    this.commands = kit.createTestProbe();
    this.stage = kit.createTestProbe();
  }

  Measurement measurement() {
    return Measurements.of(index, "gpu", 0.36);
  }

  Advertise advertise(Optional<HeldSlice> slice) {
    return advertise(slice, Instant.EPOCH);
  }

  Advertise advertise(Optional<HeldSlice> slice, Instant startedAt) {
    var said =
        new NodeAdvertisement(
            id,
            List.of(MODEL),
            1 << 20,
            Optional.empty(),
            slice,
            Optional.of("DE"),
            Optional.empty(),
            Optional.empty(),
            Sightings.NONE,
            startedAt);
    return new Advertise(said, commands.getRef(), slice.map(s -> stage.getRef()));
  }

  LayerRange join(ActorRef<Command> scheduler) {
    scheduler.tell(advertise(Optional.empty()));
    var told = (ServeSlice) commands.receiveMessage();
    var held = held(told.layers());
    scheduler.tell(advertise(Optional.of(held)));
    return told.layers();
  }

  static HeldSlice held(LayerRange layers) {
    return new HeldSlice(
        "m", layers, SliceState.READY, 64, 0, Optional.of(new StageSpeed(0.01, 0.001)));
  }
}
