package coop.imece.shard.link.actor;

import coop.imece.shard.link.Links;
import coop.imece.stage.StageProtocol.AskLink;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.LinkAt;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** Where links end at an actor: what comes by them is told to it. Closed with the actor. */
public final class LinkEntrance implements AutoCloseable {
  private final Optional<Links> links;
  private final Optional<LinkAt> at;

  public LinkEntrance(ActorSystem<?> system, ActorRef<Command> actor) {
    links = LinkExtension.linksOf(system);
    at = links.map(open -> open.add(actor, actor::tell));
  }

  /** Without links nothing is answered: the other one goes on by the cluster's wire. */
  public void answer(AskLink ask) {
    at.ifPresent(link -> ask.replyTo().tell(link));
  }

  @Override
  public void close() {
    at.ifPresent(link -> links.orElseThrow().remove(link));
  }
}
