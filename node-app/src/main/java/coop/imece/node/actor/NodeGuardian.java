package coop.imece.node.actor;

import coop.imece.cluster.ClusterSystem;
import coop.imece.node.slice.SliceHolder;
import coop.imece.scheduler.actor.SchedulerSingleton;
import coop.imece.shard.actor.StageSettings;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/** The first actor of a node: starts the node's agent when it is a member. */
public final class NodeGuardian extends AbstractBehavior<NodeGuardian.Command> {
  /** What the guardian is told; nothing of it crosses the wire. */
  public sealed interface Command permits Joined {}

  private record Joined(SelfUp up) implements Command {}

  private final NodeOffer offer;
  private final SliceHolder holder;

  private NodeGuardian(ActorContext<Command> context, NodeOffer offer, SliceHolder holder) {
    super(context);
    this.offer = offer;
    this.holder = holder;
    Cluster.get(context.getSystem())
        .subscriptions()
        .tell(Subscribe.create(context.messageAdapter(SelfUp.class, Joined::new), SelfUp.class));
  }

  /**
   * @param holder what is loaded, which outlives this ActorSystem
   */
  public static Behavior<Command> create(NodeOffer offer, SliceHolder holder) {
    return Behaviors.setup(context -> new NodeGuardian(context, offer, holder));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Joined.class, this::onJoined).build();
  }

  private Behavior<Command> onJoined(Joined joined) {
    var system = getContext().getSystem();
    getContext()
        .getLog()
        .info(
            "{} joined the cooperative as {}, {} members are known",
            offer.node(),
            ClusterSystem.addressOf(system),
            joined.up().currentClusterState().members().size());
    var stages =
        StageSettings.of(system.settings().config().getConfig("imece.stage"), offer.memoryBytes());
    getContext()
        .spawn(NodeAgent.create(offer, holder, stages, SchedulerSingleton.init(system)), "agent");
    return this;
  }
}
