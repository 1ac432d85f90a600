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
 * What owners are told of one batch's sampling. The tokens for sessions of one gateway go as one
 * message, if they can go by a link; each alone otherwise.
 */
final class SampledNews {
  private final Roads roads;
  private final Map<LinkAddress, List<News>> byLink = new LinkedHashMap<>();
  private final List<News> others = new ArrayList<>();

  private record News(StageSession session, TokenSampled token) {
    void tellOwner() {
      session.owner().tell(token);
    }
  }

  SampledNews(Roads roads) {
    this.roads = roads;
  }

  void add(StageSession session, TokenSampled token) {
    session
        .tokensTo()
        .map(link -> byLink.computeIfAbsent(link, l -> new ArrayList<>()))
        .orElse(others)
        .add(new News(session, token));
  }

  /** A session whose token a link did not take stays with the wire, so that none overtakes it. */
  void send() {
    byLink.forEach(
        (link, news) -> {
          if (!roads.send(link, new SampledTokens(news.stream().map(News::token).toList()))) {
            news.forEach(one -> one.session().tokensGoByWire());
            others.addAll(news);
          }
        });
    others.forEach(News::tellOwner);
  }
}
