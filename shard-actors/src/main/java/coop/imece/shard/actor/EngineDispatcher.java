package coop.imece.shard.actor;

import com.typesafe.config.Config;
import coop.imece.shard.engine.EngineThread;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/**
 * Where a node's stages run: as guests of the engine's thread while it has nothing to compute, else
 * on one of their own. {@code imece.stage.dispatcher} in {@code reference.conf} names it.
 */
public final class EngineDispatcher extends ExecutorServiceConfigurator {
  private final EngineThread engine;

  /** The engine of an ActorSystem: whoever starts one that has stages gives it along. */
  public static final class Engine extends Setup {
    private final EngineThread thread;

    public Engine(EngineThread thread) {
      this.thread = thread;
    }
  }

  /**
   * Called by Pekko.
   *
   * @throws IllegalStateException when the ActorSystem was started without {@link Engine}
   */
  public EngineDispatcher(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    this.engine =
        prerequisites
            .settings()
            .setup()
            .get(Engine.class)
            .orElseThrow(
                () -> new IllegalStateException("the ActorSystem was started without an engine"))
            .thread;
  }

  /** For spawning a stage. */
  public static DispatcherSelector selector() {
    return DispatcherSelector.fromConfig("imece.stage.dispatcher");
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    return () -> new Guests(engine, Executors.newSingleThreadExecutor(threads));
  }

  private static final class Guests extends AbstractExecutorService {
    private final EngineThread engine;
    private final ExecutorService elsewhere;

    Guests(EngineThread engine, ExecutorService elsewhere) {
      this.engine = engine;
      this.elsewhere = elsewhere;
    }

    @Override
    public void execute(Runnable work) {
      if (!engine.offer(work)) {
        elsewhere.execute(work);
      }
    }

    /** The engine's thread is its node's, which ends it. */
    @Override
    public void shutdown() {
      elsewhere.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
      return elsewhere.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
      return elsewhere.isShutdown();
    }

    @Override
    public boolean isTerminated() {
      return elsewhere.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
      return elsewhere.awaitTermination(timeout, unit);
    }
  }
}
