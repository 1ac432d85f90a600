package coop.imece.gateway.ledger.actor;

import coop.imece.core.Precision;
import coop.imece.ledger.actor.LedgerClient;
import coop.imece.ledger.actor.Reply;
import coop.imece.ledger.command.LedgerCommand.ServeModel;
import coop.imece.model.ModelFolder;
import coop.imece.model.ModelManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Has the served model's manifest recorded, once at each start; the ledger keeps one entry. */
public final class ModelRecorder extends AbstractBehavior<ModelRecorder.Message> {
  private static final Duration REST = Duration.ofSeconds(2);

  /** None of these has a form on the wire. */
  public sealed interface Message {}

  private record Read(ModelManifest manifest) implements Message {}

  private record Unreadable(Throwable cause) implements Message {}

  private record Ask(ModelManifest manifest) implements Message {}

  private record Answered(ModelManifest manifest, Reply reply) implements Message {}

  private final LedgerClient ledger;
  private final TimerScheduler<Message> timers;

  private ModelRecorder(
      ActorContext<Message> context, LedgerClient ledger, TimerScheduler<Message> timers) {
    super(context);
    this.ledger = ledger;
    this.timers = timers;
  }

  /** Hashes the folder's files apart from the actors: gigabytes take seconds. */
  public static Behavior<Message> create(
      LedgerClient ledger, ModelFolder folder, Precision precision) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(ModelRecorder.class);
          var blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
          context.pipeToSelf(
              manifest(folder, precision, blocking),
              (manifest, failure) ->
                  failure == null ? new Read(manifest) : new Unreadable(failure));
          return Behaviors.withTimers(timers -> new ModelRecorder(context, ledger, timers));
        });
  }

  private static CompletableFuture<ModelManifest> manifest(
      ModelFolder folder, Precision precision, Executor blocking) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return ModelManifest.of(folder, precision);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        blocking);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Read.class, read -> ask(read.manifest()))
        .onMessage(Ask.class, again -> ask(again.manifest()))
        .onMessage(Unreadable.class, this::onUnreadable)
        .onMessage(Answered.class, this::onAnswered)
        .build();
  }

  private Behavior<Message> ask(ModelManifest manifest) {
    var command =
        new ServeModel(manifest.id(), manifest.name(), manifest.precision(), manifest.shape());
    getContext()
        .pipeToSelf(
            ledger.record(command),
            (reply, failure) ->
                new Answered(
                    manifest, failure == null ? reply : new Reply.Unknown(failure.toString())));
    return this;
  }

  private Behavior<Message> onUnreadable(Unreadable failed) {
    getContext().getLog().error("the model's files can't be hashed", failed.cause());
    return Behaviors.stopped();
  }

  private Behavior<Message> onAnswered(Answered answered) {
    var manifest = answered.manifest();
    if (answered.reply() instanceof Reply.Recorded) {
      getContext().getLog().info("the ledger knows model {} as {}", manifest.name(), manifest.id());
      return Behaviors.stopped();
    }
    if (answered.reply() instanceof Reply.Refused refused) {
      getContext()
          .getLog()
          .error("the ledger refuses model {}: {}", manifest.name(), refused.refusal());
      return Behaviors.stopped();
    }
    timers.startSingleTimer(new Ask(manifest), REST);
    return this;
  }
}
