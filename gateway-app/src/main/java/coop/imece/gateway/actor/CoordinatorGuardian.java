package coop.imece.gateway.actor;

import coop.imece.cluster.ClusterRole;
import coop.imece.cluster.ClusterSystem;
import coop.imece.gateway.ledger.LedgerAccess;
import coop.imece.scheduler.actor.SchedulerSingleton;
import java.util.Set;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/** The first actor of a process with the role ledger or scheduler that has no gateway. */
public final class CoordinatorGuardian {
  private CoordinatorGuardian() {}

  public static Behavior<SelfUp> create(Set<ClusterRole> roles) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(CoordinatorGuardian.class);
          var system = context.getSystem();
          if (roles.contains(ClusterRole.SCHEDULER)) {
            SchedulerSingleton.init(system);
          }
          if (roles.contains(ClusterRole.LEDGER)) {
            LedgerAccess.open(system);
          }
          Cluster.get(system)
              .subscriptions()
              .tell(Subscribe.create(context.getSelf(), SelfUp.class));
          return Behaviors.receive(SelfUp.class)
              .onMessage(
                  SelfUp.class,
                  up -> {
                    context
                        .getLog()
                        .info(
                            "joined the cooperative as {} with roles {}",
                            ClusterSystem.addressOf(system),
                            roles);
                    return Behaviors.same();
                  })
              .build();
        });
  }
}
