package coop.imece.gateway.actor;

import coop.imece.cluster.ClusterRole;
import coop.imece.cluster.ClusterSystem;
import coop.imece.gateway.GatewayProcessSettings;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/** The first actor of a gateway process. */
public final class GatewayGuardian extends AbstractBehavior<GatewayGuardian.Command> {
  /** What the guardian is told; nothing of it crosses the wire. */
  public sealed interface Command permits Bound, NotBound {}

  private record Bound(ServerBinding binding) implements Command {}

  private record NotBound(Throwable cause) implements Command {}

  private GatewayGuardian(ActorContext<Command> context, GatewayProcessSettings settings) {
    super(context);
    var cluster = Cluster.get(context.getSystem());
    context.pipeToSelf(
        Http.get(context.getSystem())
            .newServerAt(settings.host(), settings.port())
            .bind(routes(cluster)),
        (binding, failure) -> failure == null ? new Bound(binding) : new NotBound(failure));
  }

  public static Behavior<Command> create(GatewayProcessSettings settings) {
    return Behaviors.setup(context -> new GatewayGuardian(context, settings));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Bound.class, this::onBound)
        .onMessage(NotBound.class, this::onNotBound)
        .build();
  }

  private Behavior<Command> onBound(Bound bound) {
    bound
        .binding()
        .addToCoordinatedShutdown(java.time.Duration.ofSeconds(2), getContext().getSystem());
    getContext()
        .getLog()
        .info(
            "gateway listens on {}, cluster member {}",
            bound.binding().localAddress(),
            ClusterSystem.addressOf(getContext().getSystem()));
    return this;
  }

  private Behavior<Command> onNotBound(NotBound failed) {
    throw new IllegalStateException("HTTP could not be bound", failed.cause());
  }

  private static Route routes(Cluster cluster) {
    return Directives.concat(
        Directives.path("livez", () -> Directives.complete(StatusCodes.OK, "ok")),
        Directives.path("readyz", () -> Directives.complete(readiness(cluster))));
  }

  private static HttpResponse readiness(Cluster cluster) {
    var nodes =
        StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
            .filter(member -> member.hasRole(ClusterRole.NODE.wireName()))
            .filter(member -> member.status() == MemberStatus.up())
            .count();
    var json =
        nodes > 0
            ? "{\"status\":\"ready\",\"reasons\":[]}"
            : "{\"status\":\"not ready\",\"reasons\":[\"no node has joined\"]}";
    return HttpResponse.create()
        .withStatus(nodes > 0 ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json));
  }
}
