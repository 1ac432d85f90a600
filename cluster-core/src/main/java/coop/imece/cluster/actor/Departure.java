package coop.imece.cluster.actor;

import java.util.Optional;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;

/** How a member goes that its cooperative has given up, or that has given up its cooperative. */
final class Departure {
  private Departure() {}

  /**
   * Tells the actor when another member speaks to this one no more, because the cooperative has
   * taken it for dead.
   */
  static void tellWhenShunned(
      ActorContext<?> context, ActorRef<ThisActorSystemQuarantinedEvent> listener) {
    Adapter.toClassic(context.getSystem())
        .eventStream()
        .subscribe(Adapter.toClassic(listener), ThisActorSystemQuarantinedEvent.class);
  }

  /** Past the phases that leave a cluster by agreement: there is nobody to agree with. */
  static <T> Behavior<T> of(ActorContext<T> context, String why) {
    context.getLog().warn("{}: leaving what is left of the old one", why);
    var cluster = Cluster.get(context.getSystem());
    cluster.manager().tell(new Down(cluster.selfMember().address()));
    CoordinatedShutdown.get(context.getSystem())
        .run(
            CoordinatedShutdown.clusterDowningReason(),
            Optional.of(CoordinatedShutdown.PhaseClusterShutdown()));
    return Behaviors.stopped();
  }
}
