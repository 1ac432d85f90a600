package coop.imece.cluster.actor;

import coop.imece.cluster.ClusterRole;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.DowningProvider;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.DurationConverters;

/**
 * Who decides that a member is dead: members with the role ledger, by what they see themselves.
 * Named in {@code pekko.cluster.downing-provider-class}. Pekko's own resolver lets every member
 * judge by what all say of each other, and when several nodes die at once the ones that are left
 * can look cut off to it, the gateway among them.
 */
public final class LedgerDowningProvider extends DowningProvider {
  private final ActorSystem system;

  /** Called by Pekko. */
  public LedgerDowningProvider(ActorSystem system) {
    this.system = system;
  }

  @Override
  public FiniteDuration downRemovalMargin() {
    return DurationConverters.toScala(
        system.settings().config().getDuration("pekko.cluster.down-removal-margin"));
  }

  @Override
  public Option<Props> downingActorProps() {
    if (!Cluster.get(system).getSelfRoles().contains(ClusterRole.LEDGER.wireName())) {
      return Option.empty();
    }
    var downAfter = system.settings().config().getDuration("imece.cluster.down-after");
    return Option.apply(Adapter.props(() -> LedgerDowning.create(downAfter)));
  }
}
