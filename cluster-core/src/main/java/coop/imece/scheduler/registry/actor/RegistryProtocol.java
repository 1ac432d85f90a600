package coop.imece.scheduler.registry.actor;

import coop.imece.scheduler.registry.FactCommand;
import coop.imece.scheduler.registry.Rating;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Between the scheduler and its registry, never on the wire. */
public final class RegistryProtocol {
  private RegistryProtocol() {}

  public sealed interface Command permits Batch, GetRatings {}

  /** The ratings of all nodes, as the journal tells them. */
  public record GetRatings(ActorRef<Ratings> replyTo) implements Command {}

  /** Facts that are persisted together. */
  public record Batch(List<FactCommand> commands, ActorRef<Ratings> replyTo) implements Command {
    public Batch {
      commands = List.copyOf(commands);
    }
  }

  /** The ratings of the nodes asked for, or that a batch may have changed. */
  public record Ratings(List<Rating> ratings) {
    public Ratings {
      ratings = List.copyOf(ratings);
    }
  }
}
