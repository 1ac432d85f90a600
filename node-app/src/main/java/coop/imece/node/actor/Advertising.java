package coop.imece.node.actor;

import coop.imece.scheduler.HeldSlice;
import coop.imece.scheduler.NodeAdvertisement;
import coop.imece.scheduler.NodeCommand;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.Advertise;
import coop.imece.scheduler.Sightings;
import coop.imece.stage.StageProtocol;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Tells the scheduler how a node is. */
final class Advertising {
  private final NodeOffer offer;
  private final ActorRef<NodeCommand> node;
  private final ActorRef<SchedulerProtocol.Command> scheduler;
  private Optional<String> hardware = Optional.empty();
  private Optional<Integer> watts = Optional.empty();

  /**
   * @param node is told what to do
   */
  Advertising(
      NodeOffer offer, ActorRef<NodeCommand> node, ActorRef<SchedulerProtocol.Command> scheduler) {
    this.offer = offer;
    this.node = node;
    this.scheduler = scheduler;
  }

  /** Fingerprint of the machine, from now on. */
  void hardware(String fingerprint) {
    hardware = Optional.of(fingerprint);
  }

  /** What the machine draws while the node works, from now on. */
  void watts(int drawn) {
    watts = Optional.of(drawn);
  }

  /**
   * @param reached where its stage is reached
   */
  void say(
      Optional<HeldSlice> held, Sightings seen, Optional<ActorRef<StageProtocol.Command>> reached) {
    scheduler.tell(
        new Advertise(
            new NodeAdvertisement(
                offer.node(),
                offer.models(),
                offer.memoryBytes(),
                offer.forcedLayers(),
                held,
                offer.region(),
                hardware,
                watts,
                seen,
                offer.startedAt()),
            node,
            reached));
  }
}
