package coop.imece.link.actor;

import coop.imece.link.Links;
import coop.imece.stage.LinkAddress;
import coop.imece.stage.LinkMessage;
import coop.imece.stage.StageProtocol.AskLink;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.Forwards;
import coop.imece.stage.StageProtocol.Internal;
import coop.imece.stage.StageProtocol.LinkAt;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * By which road a stage sends: by a link where the receiver has told of one and it is connected,
 * else by the cluster's wire. Only for what nothing else of its session can be overtaken by or
 * overtake: decode steps, of which one at a time is under way, and sampled tokens that all take one
 * road. Owned by one actor.
 */
public final class Roads {
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

  /** Beyond it the receiver that was used least lately is forgotten, and asked again. */
  private static final int RECEIVERS = 64;

  private final Optional<Links> links;
  private final ActorRef<LinkAt> answers;
  private final Map<ActorRef<Command>, Road> roads =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ActorRef<Command>, Road> eldest) {
          return size() > RECEIVERS;
        }
      };

  private record Road(long askedNanos, Optional<LinkAddress> link) {}

  /** To the owner of the roads, who hands it to {@link #known}. */
  public record LinkKnown(LinkAt link) implements Internal {}

  public Roads(ActorContext<Command> actor) {
    this.links = LinkExtension.linksOf(actor.getSystem());
    this.answers = actor.messageAdapter(LinkAt.class, LinkKnown::new);
  }

  /** Asks a receiver for its link, unless it is in this process or was asked already. */
  public void prepare(ActorRef<Command> receiver) {
    if (links.isPresent() && receiver.path().address().hasGlobalScope()) {
      askWhatIsUnknown(receiver);
    }
  }

  public void known(LinkKnown answer) {
    var link = answer.link();
    if (roads.computeIfPresent(link.stage(), (stage, road) -> with(road, link.address())) != null) {
      prepare(link.address());
    }
  }

  public void send(ActorRef<Command> receiver, Forwards decodeSteps) {
    var road = roads.get(receiver);
    if (road == null || road.link().isEmpty()) {
      prepare(receiver);
      receiver.tell(decodeSteps);
    } else if (!send(road.link().get(), decodeSteps)) {
      receiver.tell(decodeSteps);
    }
  }

  /** Begins to connect to someone whose link is known. */
  public void prepare(LinkAddress to) {
    links.ifPresent(open -> open.prepare(to));
  }

  /** Says no when it was not taken; then there is the cluster's wire. */
  public boolean send(LinkAddress to, LinkMessage message) {
    return links.map(open -> open.send(to, message)).orElse(false);
  }

  /** What was sent to it has not arrived: for a while all goes by the cluster's wire. */
  public void doubt(ActorRef<Command> receiver) {
    Optional.ofNullable(roads.get(receiver)).flatMap(Road::link).ifPresent(this::doubt);
  }

  /** The same where the link is known. */
  public void doubt(LinkAddress link) {
    links.ifPresent(open -> open.giveUp(link));
  }

  private void askWhatIsUnknown(ActorRef<Command> receiver) {
    var now = System.nanoTime();
    var road = roads.get(receiver);
    if (road == null
        || road.link().isEmpty() && now - road.askedNanos() > ASK_AGAIN_AFTER.toNanos()) {
      roads.put(receiver, new Road(now, Optional.empty()));
      receiver.tell(new AskLink(answers));
    }
  }

  private static Road with(Road road, LinkAddress link) {
    return new Road(road.askedNanos(), Optional.of(link));
  }
}
