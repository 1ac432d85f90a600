package coop.imece.link.actor;

import coop.imece.link.Links;
import coop.imece.stage.LinkMessage;
import coop.imece.stage.StageProtocol.AskLink;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.LinkAt;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Where links end at an actor: the stages' messages that come by them are told to it. Closed with
 * the actor.
 */
public final class LinkEntrance implements AutoCloseable {
  private final Optional<Links> links;
  private final Optional<LinkAt> at;

  public LinkEntrance(ActorSystem<?> system, ActorRef<Command> actor) {
    links = LinkExtension.linksOf(system);
    at = links.map(open -> new LinkAt(actor, open.add(message -> tell(actor, message))));
  }

  private static void tell(ActorRef<Command> actor, LinkMessage message) {
    if (message instanceof Command command) {
      actor.tell(command);
    }
  }

  /** Without links nothing is answered: the other one goes on by the cluster's wire. */
  public void answer(AskLink ask) {
    at.ifPresent(link -> ask.replyTo().tell(link));
  }

  @Override
  public void close() {
    at.ifPresent(link -> links.orElseThrow().remove(link.address()));
  }
}
