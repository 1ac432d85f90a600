package coop.imece.node.actor;

import coop.imece.cluster.ClusterSystem;
import coop.imece.node.NodeSettings;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/** The first actor of a node. */
public final class NodeGuardian extends AbstractBehavior<NodeGuardian.Command> {
  /** What the guardian is told; nothing of it crosses the wire. */
  public sealed interface Command permits Joined {}

  private record Joined(SelfUp up) implements Command {}

  private final NodeSettings settings;

  private NodeGuardian(ActorContext<Command> context, NodeSettings settings) {
    super(context);
    this.settings = settings;
    Cluster.get(context.getSystem())
        .subscriptions()
        .tell(Subscribe.create(context.messageAdapter(SelfUp.class, Joined::new), SelfUp.class));
  }

  public static Behavior<Command> create(NodeSettings settings) {
    return Behaviors.setup(context -> new NodeGuardian(context, settings));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Joined.class, this::onJoined).build();
  }

  private Behavior<Command> onJoined(Joined joined) {
    getContext()
        .getLog()
        .info(
            "node {} joined the cooperative as {}, {} members are known",
            settings.name(),
            ClusterSystem.addressOf(getContext().getSystem()),
            joined.up().currentClusterState().members().size());
    return this;
  }
}
