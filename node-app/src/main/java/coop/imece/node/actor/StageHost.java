package coop.imece.node.actor;

import coop.imece.node.actor.NodeAgent.Message;
import coop.imece.shard.actor.EngineDispatcher;
import coop.imece.shard.actor.ShardActor;
import coop.imece.shard.actor.StageSettings;
import coop.imece.shard.decoder.Slice;
import coop.imece.stage.StageProtocol.Command;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** Keeps the stage of a node's agent, which is told when it stops by itself. */
final class StageHost {
  private static final String LINK_DELAY = "imece.node.link-delay";

  private final ActorContext<Message> agent;
  private final StageSettings settings;
  private final Executor engine;
  private final Duration linkDelay;
  private Optional<Running> running = Optional.empty();

  /**
   * @param reached how others reach the stage
   */
  private record Running(ActorRef<Command> stage, ActorRef<Command> reached) {}

  StageHost(ActorContext<Message> agent, StageSettings settings, Executor engine) {
    this.agent = agent;
    this.settings = settings;
    this.engine = engine;
    this.linkDelay = agent.getSystem().settings().config().getDuration(LINK_DELAY);
  }

  /**
   * @param kvBytes memory for its KV caches
   * @param stopped what the agent is told when it stops
   */
  void start(Slice slice, long kvBytes, Function<ActorRef<Command>, Message> stopped) {
    var stage =
        agent.spawnAnonymous(
            ShardActor.create(slice, settings.withKvBytes(kvBytes), engine),
            EngineDispatcher.selector());
    agent.watchWith(stage, stopped.apply(stage));
    var reached =
        linkDelay.isZero() ? stage : agent.spawnAnonymous(DelayedStage.create(stage, linkDelay));
    running = Optional.of(new Running(stage, reached));
  }

  void stop() {
    stage()
        .ifPresent(
            stage -> {
              agent.unwatch(stage);
              agent.stop(stage);
            });
    running = Optional.empty();
  }

  /** Whether the stage that stopped is the one that is kept; then none is from now on. */
  boolean lost(ActorRef<Command> stopped) {
    var ours = stage().equals(Optional.of(stopped));
    if (ours) {
      running = Optional.empty();
    }
    return ours;
  }

  Optional<ActorRef<Command>> stage() {
    return running.map(Running::stage);
  }

  Optional<ActorRef<Command>> reached() {
    return running.map(Running::reached);
  }
}
