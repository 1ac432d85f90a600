package coop.imece.cluster.actor;

import coop.imece.cluster.ClusterSystem;
import coop.imece.cluster.HostPort;
import coop.imece.cluster.actor.CooperativeProtocol.AskCooperative;
import coop.imece.cluster.actor.CooperativeProtocol.CooperativeIs;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;

/**
 * Notices that a member's cooperative began anew without it: its ledger was killed or stopped, and
 * started again. While no ledger is reached, it asks where ledgers were and where the member joined
 * by; once a cooperative answers there that does not know this member, the ActorSystem ends, to
 * join that one. Each member decides for itself, since there is no ledger that could.
 */
final class CooperativeWatch extends AbstractBehavior<CooperativeWatch.Message> {
  sealed interface Message {}

  private record Look() implements Message {}

  private record Told(CooperativeIs cooperative) implements Message {}

  private record Shunned() implements Message {}

  private static final String TAKEN_FOR_DEAD = "taken for dead by the others";

  private static final Set<MemberStatus> JOINED =
      Set.of(MemberStatus.weaklyUp(), MemberStatus.up());

  private final Cluster cluster;
  private final Set<Address> joined;
  private final org.apache.pekko.actor.typed.ActorRef<CooperativeIs> answers;
  private Set<Address> ledgers = Set.of();

  private CooperativeWatch(ActorContext<Message> context, List<HostPort> join) {
    super(context);
    context.setLoggerName(CooperativeWatch.class);
    this.cluster = Cluster.get(context.getSystem());
    this.joined = Set.copyOf(join.stream().map(ClusterSystem::address).toList());
    this.answers = context.messageAdapter(CooperativeIs.class, Told::new);
    Departure.tellWhenShunned(
        context,
        context.messageAdapter(ThisActorSystemQuarantinedEvent.class, event -> new Shunned()));
  }

  /**
   * @param join members that this one joined by
   * @param every how often the cluster's state is looked at
   */
  static Behavior<Message> create(List<HostPort> join, Duration every) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Look(), every);
                  return new CooperativeWatch(context, join);
                }));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Look.class, look -> onLook())
        .onMessage(Told.class, this::onTold)
        .onMessage(Shunned.class, shunned -> Departure.of(getContext(), TAKEN_FOR_DEAD))
        .build();
  }

  private Behavior<Message> onLook() {
    var status = cluster.selfMember().status();
    if (status.equals(MemberStatus.down())) {
      return Departure.of(getContext(), TAKEN_FOR_DEAD);
    }
    var view = new CooperativeView(cluster.state());
    var known = view.ledgerAddresses();
    if (!known.isEmpty()) {
      ledgers = known;
    }
    if (JOINED.contains(status) && !view.coordinated()) {
      ask();
    }
    return this;
  }

  /**
   * By selection: what is sent to a reference stays unsent where a member has left, even when
   * another one is at its address.
   */
  private void ask() {
    var self = cluster.selfMember().uniqueAddress();
    var question = new AskCooperative(self.address().toString(), self.longUid(), answers);
    var system = Adapter.toClassic(getContext().getSystem());
    var asked = new HashSet<>(ledgers);
    asked.addAll(joined);
    for (var address : asked) {
      system
          .actorSelection(address + "/system/" + CooperativeProtocol.ACTOR)
          .tell(question, ActorRef.noSender());
    }
  }

  private Behavior<Message> onTold(Told told) {
    return told.cooperative().replacesAskers()
        ? Departure.of(getContext(), "the cooperative began anew")
        : this;
  }
}
