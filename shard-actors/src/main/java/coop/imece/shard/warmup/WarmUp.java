package coop.imece.shard.warmup;

import com.typesafe.config.Config;
import coop.imece.cluster.ClusterStartException;
import coop.imece.cluster.ClusterSystem;
import coop.imece.cluster.tls.TlsFolder;
import coop.imece.shard.actor.ShardActor;
import coop.imece.shard.actor.StageSettings;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.warmup.actor.WarmUpPeer;
import coop.imece.stage.StageProtocol.Command;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays sessions through a stage on a loaded slice, so that the first ones of others find the JVM's
 * path of a message compiled. The stage and its peer are in two actor systems of this process,
 * which are members of nothing, with real TLS and TCP between them.
 */
public final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final String STAGE = "stage";
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final WarmUpSettings settings;
  private final TlsFolder tls;
  private final Config config;

  /**
   * @param config of the whole process
   */
  public WarmUp(TlsFolder tls, Config config) {
    this.settings = WarmUpSettings.of(config.getConfig("imece.stage.warm-up"));
    this.tls = tls;
    this.config = config;
  }

  /**
   * Blocks until it is over. A failure is logged: a node that is cold serves too.
   *
   * @param engine runs one task at a time; the only thread that computes with the slice
   * @return messages that came back from the stage
   */
  public int run(Slice slice, Executor engine) {
    if (settings.messages() == 0 || settings.within().isZero()) {
      return 0;
    }
    var started = System.nanoTime();
    try {
      var messages = played(slice, engine);
      var millis = (System.nanoTime() - started) / 1_000_000;
      LOG.info("warmed up with {} messages in {} ms", messages, millis);
      return messages;
    } catch (ClusterStartException e) {
      LOG.warn("not warmed up: {}", e.getMessage());
      return 0;
    }
  }

  private int played(Slice slice, Executor engine) {
    var session = WarmUpSession.of(slice);
    var stages =
        StageSettings.of(
            config.getConfig("imece.stage"), session.bytes(slice.kvBytesPerPosition()));
    var host = ClusterSystem.startAlone(host(slice, stages, engine), tls, config);
    try {
      return played(host, session);
    } finally {
      end(host);
    }
  }

  private int played(ActorSystem<Void> host, WarmUpSession session) {
    var messages = new CompletableFuture<Integer>();
    var path = "pekko://%s@%s/user/%s".formatted(host.name(), ClusterSystem.addressOf(host), STAGE);
    var peer =
        ClusterSystem.startAlone(
            Behaviors.<Command>setup(
                context -> {
                  ActorRef<Command> stage =
                      ActorRefResolver.get(context.getSystem()).resolveActorRef(path);
                  return WarmUpPeer.create(stage, session, settings, messages);
                }),
            tls,
            config);
    try {
      return messages
          .completeOnTimeout(0, settings.within().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } finally {
      end(peer);
    }
  }

  private static Behavior<Void> host(Slice slice, StageSettings stages, Executor engine) {
    return Behaviors.setup(
        context -> {
          context.spawn(
              ShardActor.create(slice, stages, engine), STAGE, ShardActor.nextToTheWire());
          return Behaviors.empty();
        });
  }

  private static void end(ActorSystem<?> system) {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
