package coop.imece.link.actor;

import coop.imece.cluster.ClusterSystem;
import coop.imece.cluster.tls.TlsFolder;
import coop.imece.link.LinkSettings;
import coop.imece.link.Links;
import java.io.IOException;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/**
 * The links of an ActorSystem, opened when a stage or a gateway first asks for them and closed with
 * it. A system without TLS has none.
 */
public final class LinkExtension implements Extension {
  private static final Id ID = new Id();

  private final Optional<Links> links;

  private LinkExtension(ActorSystem<?> system) {
    links = ClusterSystem.tlsOf(system).flatMap(tls -> open(system, tls));
    links.ifPresent(open -> system.getWhenTerminated().whenComplete((done, cause) -> open.close()));
  }

  public static Optional<Links> linksOf(ActorSystem<?> system) {
    return ID.get(system).links;
  }

  private static Optional<Links> open(ActorSystem<?> system, TlsFolder tls) {
    var settings = LinkSettings.of(system.settings().config().getConfig("imece.link"));
    try {
      return Optional.of(new Links(ClusterSystem.addressOf(system).host(), tls, settings));
    } catch (IOException e) {
      system.log().warn("no links, all goes by the cluster's wire: {}", e.toString());
      return Optional.empty();
    }
  }

  private static final class Id extends ExtensionId<LinkExtension> {
    @Override
    public LinkExtension createExtension(ActorSystem<?> system) {
      return new LinkExtension(system);
    }

    private LinkExtension get(ActorSystem<?> system) {
      return apply(system);
    }
  }
}
