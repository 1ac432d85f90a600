package coop.imece.gateway.carbon.actor;

import coop.imece.gateway.carbon.CarbonBook;
import coop.imece.gateway.carbon.CarbonTotals;
import coop.imece.gateway.carbon.Intensities;
import coop.imece.gateway.carbon.StageCarbon;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Keeps the gateway's carbon account for as long as its process lives. */
public final class CarbonAccount {
  private CarbonAccount() {}

  public sealed interface Command permits AnswerCost, GetTotals {}

  /** From a session at its end, however it ended. */
  public record AnswerCost(List<StageCarbon> stages) implements Command {
    public AnswerCost {
      stages = List.copyOf(stages);
    }
  }

  public record GetTotals(ActorRef<CarbonTotals> replyTo) implements Command {}

  public static Behavior<Command> create(CarbonBook book, Supplier<Intensities> intensities) {
    return Behaviors.receive(Command.class)
        .onMessage(
            AnswerCost.class,
            cost -> {
              book.add(cost.stages());
              return Behaviors.same();
            })
        .onMessage(
            GetTotals.class,
            ask -> {
              ask.replyTo().tell(book.totals(intensities.get()));
              return Behaviors.same();
            })
        .build();
  }
}
