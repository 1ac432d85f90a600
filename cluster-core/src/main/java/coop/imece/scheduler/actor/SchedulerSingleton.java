package coop.imece.scheduler.actor;

import coop.imece.scheduler.SchedulerProtocol.Command;
import coop.imece.scheduler.actor.Scheduler.MemberDown;
import coop.imece.scheduler.registry.actor.DurableRegistry;
import coop.imece.scheduler.registry.actor.RegistryProtocol;
import coop.imece.scheduler.registry.actor.VolatileRegistry;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.cluster.typed.Subscribe;

/** The one scheduler of the cluster, on the oldest member with the role {@code scheduler}. */
public final class SchedulerSingleton {
  public static final String ROLE = "scheduler";

  private SchedulerSingleton() {}

  /**
   * Starts the singleton if this member has the role, and a proxy to it in any case.
   *
   * @return the proxy, which buffers while the singleton moves
   */
  public static ActorRef<Command> init(ActorSystem<?> system) {
    var settings = SchedulerSettings.from(system.settings().config());
    var scheduler =
        Behaviors.setup(
            (ActorContext<Command> context) -> {
              tellOfMembers(context);
              return Scheduler.create(
                  settings,
                  () -> System.nanoTime() / 1_000_000,
                  System.currentTimeMillis() * 1_000,
                  registry(system, settings));
            });
    var supervised =
        Behaviors.supervise(scheduler)
            .onFailure(
                SupervisorStrategy.restartWithBackoff(
                    Duration.ofMillis(100), Duration.ofSeconds(5), 0.1));
    return ClusterSingleton.get(system)
        .init(
            SingletonActor.of(supervised, "scheduler")
                .withSettings(ClusterSingletonSettings.create(system).withRole(ROLE)));
  }

  /**
   * A node whose member is taken out is lost at once; it need not be silent for some time first.
   */
  private static void tellOfMembers(ActorContext<Command> context) {
    var events =
        context.messageAdapter(
            MemberEvent.class,
            event ->
                new MemberDown(
                    event.member().address(), event.member().status().equals(MemberStatus.down())));
    Cluster.get(context.getSystem())
        .subscriptions()
        .tell(Subscribe.create(events, MemberEvent.class));
  }

  /** The hosting process chooses the journal; without one facts last as long as the process. */
  private static Behavior<RegistryProtocol.Command> registry(
      ActorSystem<?> system, SchedulerSettings settings) {
    var journal = system.settings().config().getString("pekko.persistence.journal.plugin");
    return journal.isEmpty()
        ? VolatileRegistry.create(settings.registry(), System::currentTimeMillis)
        : DurableRegistry.create(settings.registry(), System::currentTimeMillis);
  }
}
