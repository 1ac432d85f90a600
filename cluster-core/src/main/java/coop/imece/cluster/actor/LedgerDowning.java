package coop.imece.cluster.actor;

import coop.imece.cluster.ClusterRole;
import coop.imece.cluster.downing.LedgerSight;
import coop.imece.cluster.downing.Suspicions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent.ReachabilityChanged;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;
import scala.jdk.javaapi.CollectionConverters;

/** Downs the members that {@link LedgerSight} says, after they were lost for long enough. */
final class LedgerDowning extends AbstractBehavior<LedgerDowning.Message> {
  sealed interface Message {}

  private record Look() implements Message {}

  private record Shunned(Address by) implements Message {}

  private record Changed(Map<UniqueAddress, Set<UniqueAddress>> unreachable) implements Message {}

  /** A part of the time that a member must be lost, so that it is not much longer. */
  private static final int LOOKS = 10;

  /** What a member is before it has joined, too. */
  private static final Set<MemberStatus> GONE =
      Set.of(MemberStatus.down(), MemberStatus.exiting(), MemberStatus.removed());

  private final Cluster cluster;
  private final Duration downAfter;
  private final long startedNanos = System.nanoTime();
  private Map<UniqueAddress, Set<UniqueAddress>> unreachable = Map.of();
  private Suspicions suspicions = Suspicions.NONE;

  private LedgerDowning(ActorContext<Message> context, Duration downAfter) {
    super(context);
    context.setLoggerName(LedgerDowning.class);
    this.cluster = Cluster.get(context.getSystem());
    this.downAfter = downAfter;
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(ReachabilityChanged.class, LedgerDowning::changed),
                ReachabilityChanged.class));
    Departure.tellWhenShunned(
        context,
        context.messageAdapter(
            ThisActorSystemQuarantinedEvent.class,
            event -> new Shunned(event.remoteAddress().address())));
  }

  static Behavior<Message> create(Duration downAfter) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Look(), downAfter.dividedBy(LOOKS));
                  return new LedgerDowning(context, downAfter);
                }));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Changed.class, this::onChanged)
        .onMessage(Look.class, look -> onLook())
        .onMessage(Shunned.class, this::onShunned)
        .build();
  }

  private static Changed changed(ReachabilityChanged event) {
    var reachability = event.reachability();
    var missed = new HashMap<UniqueAddress, Set<UniqueAddress>>();
    for (var observer : CollectionConverters.asJava(reachability.allObservers())) {
      missed.put(observer, CollectionConverters.asJava(reachability.allUnreachableFrom(observer)));
    }
    return new Changed(missed);
  }

  private Behavior<Message> onChanged(Changed changed) {
    unreachable = changed.unreachable();
    return this;
  }

  /** Only by another ledger: what nodes say of a ledger never ends it. */
  private Behavior<Message> onShunned(Shunned shunned) {
    var ledgers = new CooperativeView(cluster.state()).ledgerAddresses();
    return ledgers.contains(shunned.by)
        ? Departure.of(getContext(), "another ledger's part took this one for dead")
        : this;
  }

  private Behavior<Message> onLook() {
    var self = cluster.selfMember();
    if (GONE.contains(self.status())) {
      return this;
    }
    var now = Duration.ofNanos(System.nanoTime() - startedNanos);
    suspicions = suspicions.at(now, sight(self).toDown());
    for (var lost : suspicions.lasting(downAfter, now)) {
      getContext()
          .getLog()
          .warn(
              "{} is out of reach for {} s: it is taken out, and can join again",
              lost.address(),
              downAfter.toMillis() / 1e3);
      cluster.manager().tell(new Down(lost.address()));
    }
    return this;
  }

  private LedgerSight sight(Member self) {
    var members =
        StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
            .filter(member -> !GONE.contains(member.status()))
            .collect(
                Collectors.partitioningBy(
                    member -> member.hasRole(ClusterRole.LEDGER.wireName()),
                    Collectors.mapping(Member::uniqueAddress, Collectors.toSet())));
    var ledgers = new HashSet<>(members.get(true));
    ledgers.add(self.uniqueAddress());
    return new LedgerSight(self.uniqueAddress(), ledgers, members.get(false), unreachable);
  }
}
