package coop.imece.scheduler.registry.actor;

import coop.imece.scheduler.registry.FactEvent;
import coop.imece.scheduler.registry.Registry;
import coop.imece.scheduler.registry.RegistryRules;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Batch;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Command;
import coop.imece.scheduler.registry.actor.RegistryProtocol.GetRatings;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Ratings;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;

/** Keeps facts in the hosting process's journal; a batch is one transaction. */
public final class DurableRegistry extends EventSourcedBehavior<Command, FactEvent, Registry> {
  public static final String PERSISTENCE_ID = "scheduler";
  private static final int EVENTS_PER_SNAPSHOT = 10_000;

  private final RegistryRules rules;
  private final LongSupplier unixMillis;

  private DurableRegistry(RegistryRules rules, LongSupplier unixMillis) {
    super(PersistenceId.ofUniqueId(PERSISTENCE_ID));
    this.rules = rules;
    this.unixMillis = unixMillis;
  }

  public static Behavior<Command> create(RegistryRules rules, LongSupplier unixMillis) {
    return new DurableRegistry(rules, unixMillis);
  }

  @Override
  public Registry emptyState() {
    return Registry.empty();
  }

  @Override
  public CommandHandler<Command, FactEvent, Registry> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(GetRatings.class, this::onGetRatings)
        .onCommand(Batch.class, this::onBatch)
        .build();
  }

  private Effect<FactEvent, Registry> onGetRatings(Registry registry, GetRatings ask) {
    return Effect().none().thenReply(ask.replyTo(), known -> new Ratings(known.ratings()));
  }

  private Effect<FactEvent, Registry> onBatch(Registry registry, Batch batch) {
    var events = rules.decideAll(registry, batch.commands(), unixMillis.getAsLong());
    return Effect()
        .persist(events)
        .thenReply(batch.replyTo(), kept -> new Ratings(kept.ratingsOf(batch.commands())));
  }

  @Override
  public EventHandler<Registry, FactEvent> eventHandler() {
    return Registry::apply;
  }

  @Override
  public SnapshotAdapter<Registry> snapshotAdapter() {
    return RegistrySnapshot.ADAPTER;
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, 2);
  }
}
