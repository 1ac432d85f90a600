package coop.imece.shard.actor;

import coop.imece.link.actor.Roads;
import coop.imece.shard.stage.StageSession;
import coop.imece.stage.LinkAddress;
import coop.imece.stage.SampledTokens;
import coop.imece.stage.SessionEvent.TokenSampled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one batch sampled, for the sessions' owners. Tokens for sessions of one gateway go as one
 * message, if they can go by a link; each alone otherwise.
 */
final class OutgoingTokens {
  private final Roads roads;
  private final Map<LinkAddress, List<OfSession>> byLink = new LinkedHashMap<>();
  private final List<OfSession> byWire = new ArrayList<>();

  private record OfSession(StageSession session, TokenSampled token) {
    void tellOwner() {
      session.owner().tell(token);
    }
  }

  OutgoingTokens(Roads roads) {
    this.roads = roads;
  }

  void add(StageSession session, TokenSampled token) {
    session
        .tokensTo()
        .map(link -> byLink.computeIfAbsent(link, l -> new ArrayList<>()))
        .orElse(byWire)
        .add(new OfSession(session, token));
  }

  /** A session whose token a link did not take stays with the wire, so that none overtakes it. */
  void send() {
    byLink.forEach(
        (link, tokens) -> {
          if (!roads.send(
              link, new SampledTokens(tokens.stream().map(OfSession::token).toList()))) {
            tokens.forEach(one -> one.session().tokensGoByWire());
            byWire.addAll(tokens);
          }
        });
    byWire.forEach(OfSession::tellOwner);
  }
}
