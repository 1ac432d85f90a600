package coop.imece.link.actor;

import coop.imece.core.SessionId;
import coop.imece.link.Links;
import coop.imece.stage.LinkAddress;
import coop.imece.stage.LinkMessage;
import coop.imece.stage.SampledTokens;
import coop.imece.stage.SessionEvent.TokenSampled;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Where the tokens that stages sampled come by links: the owner of each one's session is told.
 * Thread-safe.
 */
public final class TokenEntrance implements AutoCloseable {
  private final Map<SessionId, Consumer<TokenSampled>> owners = new ConcurrentHashMap<>();
  private final Optional<Links> links;
  private final Optional<LinkAddress> address;

  public TokenEntrance(ActorSystem<?> system) {
    links = LinkExtension.linksOf(system);
    address = links.map(open -> open.add(this::take));
  }

  /** To be told to stages; without links all comes by the cluster's wire. */
  public Optional<LinkAddress> address() {
    return address;
  }

  /**
   * @param owner called by threads of links; must not block
   */
  public void add(SessionId session, Consumer<TokenSampled> owner) {
    owners.put(session, owner);
  }

  public void remove(SessionId session) {
    owners.remove(session);
  }

  private void take(LinkMessage message) {
    if (message instanceof SampledTokens sampled) {
      sampled.tokens().forEach(this::take);
    }
  }

  /** Of a session that has ended some may still be under way. */
  private void take(TokenSampled token) {
    var owner = owners.get(token.session());
    if (owner != null) {
      owner.accept(token);
    }
  }

  @Override
  public void close() {
    address.ifPresent(link -> links.orElseThrow().remove(link));
  }
}
