package coop.imece.node.actor;

import coop.imece.cluster.ClusterSystem;
import coop.imece.node.slice.SliceHolder;
import coop.imece.scheduler.actor.SchedulerSingleton;
import coop.imece.shard.actor.StageSettings;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** The first actor of a node: starts the node's agent when it is a member. */
public final class NodeGuardian extends AbstractBehavior<NodeGuardian.Command> {
  /** What the guardian is told; nothing of it crosses the wire. */
  public sealed interface Command permits Changed {}

  private record Changed(MemberEvent event) implements Command {}

  private static final CoordinatedShutdown.Reason JVM_EXIT = CoordinatedShutdown.jvmExitReason();

  /** A node that is weakly up can do all that is asked of it. */
  private static final Set<MemberStatus> JOINED =
      Set.of(MemberStatus.weaklyUp(), MemberStatus.up());

  private final Cluster cluster;
  private final NodeOffer offer;
  private final HardwareOffer hardware;
  private final SliceHolder holder;
  private boolean serving;

  private NodeGuardian(
      ActorContext<Command> context, NodeOffer offer, HardwareOffer hardware, SliceHolder holder) {
    super(context);
    this.offer = offer;
    this.hardware = hardware;
    this.holder = holder;
    this.cluster = Cluster.get(context.getSystem());
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(MemberEvent.class, Changed::new), MemberEvent.class));
  }

  /**
   * @param holder what is loaded, which outlives this ActorSystem
   */
  public static Behavior<Command> create(
      NodeOffer offer, HardwareOffer hardware, SliceHolder holder) {
    return Behaviors.setup(context -> new NodeGuardian(context, offer, hardware, holder));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Changed.class, this::onChanged).build();
  }

  private Behavior<Command> onChanged(Changed changed) {
    var member = changed.event.member();
    if (!serving
        && member.uniqueAddress().equals(cluster.selfMember().uniqueAddress())
        && JOINED.contains(member.status())) {
      serving = true;
      serve();
    }
    return this;
  }

  private void serve() {
    var system = getContext().getSystem();
    getContext()
        .getLog()
        .info(
            "{} joined the cooperative as {}, {} members are known",
            offer.node(),
            ClusterSystem.addressOf(system),
            cluster.state().members().size());
    var stages =
        StageSettings.of(system.settings().config().getConfig("imece.stage"), offer.memoryBytes());
    var agent =
        getContext()
            .spawn(
                NodeAgent.create(offer, hardware, holder, stages, SchedulerSingleton.init(system)),
                "agent");
    drainWhenToldToStop(system, agent);
  }

  /** Only then: a node that lost its cooperative has nobody left to finish anything for. */
  private void drainWhenToldToStop(ActorSystem<?> system, ActorRef<NodeAgent.Message> agent) {
    var shutdown = CoordinatedShutdown.get(system);
    var within = offer.drainWithin().plus(NodeAgent.DRAIN_ANSWER_WITHIN);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "drain",
        () ->
            shutdown.getShutdownReason().filter(JVM_EXIT::equals).isPresent()
                ? AskPattern.ask(agent, NodeAgent.Drain::new, within, system.scheduler())
                : CompletableFuture.completedFuture(Done.getInstance()));
  }
}
