package coop.imece.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import coop.imece.cluster.actor.BoundedEnd;
import coop.imece.cluster.config.ConfigLayers;
import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.remote.UniqueAddress;
import org.apache.pekko.remote.artery.GracefulShutdownQuarantinedEvent;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members that end and come back, and what the others make of it. */
class MembershipTest {
  private static final Set<ClusterRole> COORDINATOR =
      Set.of(ClusterRole.GATEWAY, ClusterRole.LEDGER, ClusterRole.SCHEDULER);

  /**
   * @param members as the system saw them when it was let in
   */
  private record Joined(ActorSystem<?> system, Set<String> members) {}

  @TempDir Path folder;
  private final BlockingQueue<Joined> joined = new LinkedBlockingQueue<>();
  private ActorSystem<SelfUp> coordinator;

  @BeforeEach
  void issueCertificates() {
    var authority = CertificateAuthority.create(folder.resolve("ca"), Instant.now());
    authority.issue("gateway", Role.GATEWAY, folder.resolve("gateway"), Instant.now());
    authority.issue("node", Role.NODE, folder.resolve("node"), Instant.now());
  }

  @AfterEach
  void stop() {
    end(coordinator);
  }

  private static void end(ActorSystem<?> system) {
    system.terminate();
    BoundedEnd.soon(system);
    system.getWhenTerminated().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_node_joins_again_when_the_coordinator_starts_again_however_it_ended(boolean gracefully)
      throws Exception {
    coordinator = start("gateway", 0, "", COORDINATOR, gracefully);
    nextJoined();
    var address = ClusterSystem.addressOf(coordinator);
    var config = config("node", 0, address.toString(), true);
    var settings = ClusterSettings.from(config, Set.of(ClusterRole.NODE));
    var kept =
        CompletableFuture.supplyAsync(
            () ->
                Membership.create(
                        settings, () -> ClusterSystem.start(tellsWhenUp(), settings, config))
                    .keep());
    var first = nextJoined();
    var shunned = leftForGood(first.system());

    end(coordinator);
    if (gracefully) {
      shunned.get(60, TimeUnit.SECONDS);
    }
    coordinator = start("gateway", address.port(), "", COORDINATOR, true);
    nextJoined();
    var second = nextJoined();

    assertEquals(Ending.LOST, Ending.await(first.system()));
    assertEquals(
        Set.of(memberAddress(second.system()), memberAddress(coordinator)), second.members());
    CoordinatedShutdown.get(second.system()).runAll(CoordinatedShutdown.jvmExitReason());
    assertEquals(Ending.STOPPED, kept.get(30, TimeUnit.SECONDS));
  }

  /** Done when nothing is sent any more to a member that has left, as some time after its end. */
  private static CompletableFuture<Object> leftForGood(ActorSystem<?> system) {
    var done = new CompletableFuture<Object>();
    var listener =
        system.<Object>systemActorOf(
            Behaviors.receiveMessage(
                event -> {
                  done.complete(event);
                  return Behaviors.same();
                }),
            "left-for-good",
            Props.empty());
    system
        .classicSystem()
        .eventStream()
        .subscribe(Adapter.toClassic(listener), GracefulShutdownQuarantinedEvent.class);
    return done;
  }

  @Test
  void nodes_that_die_at_once_are_taken_out_and_the_rest_stays() throws Exception {
    coordinator = start("gateway", 0, "", COORDINATOR, true);
    nextJoined();
    var join = ClusterSystem.addressOf(coordinator).toString();
    var nodes = new ArrayList<ActorSystem<SelfUp>>();
    for (var node = 0; node < 4; node++) {
      nodes.add(start("node", 0, join, Set.of(ClusterRole.NODE), false));
      nextJoined();
    }
    var dead = nodes.subList(0, 3);
    shun(coordinator, dead.get(0));
    dead.forEach(ActorSystem::terminate);
    dead.forEach(BoundedEnd::soon);
    var living = nodes.get(3);

    var rest = Set.of(memberAddress(coordinator), memberAddress(living));
    assertEquals(rest, membersWhen(coordinator, rest.size()));
    assertEquals(rest, membersWhen(living, rest.size()));
    assertEquals(MemberStatus.up(), Cluster.get(living).selfMember().status());
    assertEquals(MemberStatus.up(), Cluster.get(coordinator).selfMember().status());
    end(living);
  }

  /** As if a node said that it speaks to the ledger no more. */
  private static void shun(ActorSystem<?> ledger, ActorSystem<?> node) {
    var event =
        new ThisActorSystemQuarantinedEvent(
            new UniqueAddress(ledger.address(), 1), new UniqueAddress(node.address(), 2));
    ledger.classicSystem().eventStream().publish(event);
  }

  private static Set<String> membersWhen(ActorSystem<?> system, int count)
      throws InterruptedException {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      var members = addresses(Cluster.get(system).state());
      if (members.size() == count || System.nanoTime() > deadline) {
        return members;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static Set<String> addresses(CurrentClusterState state) {
    var addresses = new HashSet<String>();
    state.getMembers().forEach(member -> addresses.add(member.address().toString()));
    return addresses;
  }

  private static String memberAddress(ActorSystem<?> system) {
    return Cluster.get(system).selfMember().address().toString();
  }

  private Joined nextJoined() throws InterruptedException {
    return Optional.ofNullable(joined.poll(60, TimeUnit.SECONDS)).orElseThrow();
  }

  private Behavior<SelfUp> tellsWhenUp() {
    return Behaviors.setup(
        context -> {
          Cluster.get(context.getSystem())
              .subscriptions()
              .tell(Subscribe.create(context.getSelf(), SelfUp.class));
          return Behaviors.receive(SelfUp.class)
              .onMessage(
                  SelfUp.class,
                  up -> {
                    joined.add(
                        new Joined(context.getSystem(), addresses(up.currentClusterState())));
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private ActorSystem<SelfUp> start(
      String name, int port, String join, Set<ClusterRole> roles, boolean leaves) {
    var config = config(name, port, join, leaves);
    return ClusterSystem.start(tellsWhenUp(), ClusterSettings.from(config, roles), config);
  }

  /**
   * @param leaves whether the system leaves its cluster when it is terminated; else it is as if
   *     killed
   */
  private Config config(String name, int port, String join, boolean leaves) {
    var flags =
        Map.of(
            "imece.cluster.tls",
            folder.resolve(name).toString(),
            "imece.cluster.host",
            "127.0.0.1",
            "imece.cluster.port",
            Integer.toString(port),
            "imece.cluster.join",
            join,
            "imece.cluster.down-after",
            "1s");
    return ConfigFactory.parseMap(
            Map.of(
                "pekko.coordinated-shutdown.run-by-actor-system-terminate",
                leaves,
                "pekko.cluster.quarantine-removed-node-after",
                "100ms"))
        .withFallback(new ConfigLayers(flags, Map.of(), Optional.empty(), List.of()).load());
  }
}
