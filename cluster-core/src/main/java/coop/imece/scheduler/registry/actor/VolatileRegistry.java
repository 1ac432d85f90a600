package coop.imece.scheduler.registry.actor;

import coop.imece.scheduler.registry.Registry;
import coop.imece.scheduler.registry.RegistryRules;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Batch;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Command;
import coop.imece.scheduler.registry.actor.RegistryProtocol.GetRatings;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Ratings;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Keeps facts as long as the process lives, for hosts without a journal. */
public final class VolatileRegistry {
  private VolatileRegistry() {}

  public static Behavior<Command> create(RegistryRules rules, LongSupplier unixMillis) {
    return Behaviors.setup(
        context -> {
          context.getLog().warn("nodes' facts are not kept: no journal is configured");
          var registry = Registry.empty();
          return Behaviors.receive(Command.class)
              .onMessage(
                  GetRatings.class,
                  ask -> {
                    ask.replyTo().tell(new Ratings(registry.ratings()));
                    return Behaviors.same();
                  })
              .onMessage(
                  Batch.class,
                  batch -> {
                    rules
                        .decideAll(registry, batch.commands(), unixMillis.getAsLong())
                        .forEach(registry::apply);
                    batch.replyTo().tell(new Ratings(registry.ratingsOf(batch.commands())));
                    return Behaviors.same();
                  })
              .build();
        });
  }
}
