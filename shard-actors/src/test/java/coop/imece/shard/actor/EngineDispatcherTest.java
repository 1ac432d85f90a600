package coop.imece.shard.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.ConfigFactory;
import coop.imece.core.LayerRange;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.shard.engine.EngineThread;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.StageProtocol.AskEcho;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.Echo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineDispatcherTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int TOKENS = 24;

  private final ModelFolder model =
      ModelFolder.open(Path.of("src/test/resources/reference-models/tiny-llama"));
  private final EngineThread engine = new EngineThread();
  private final ActorTestKit kit =
      ActorTestKit.create(
          ActorSystem.create(
              Behaviors.empty(),
              "node",
              ActorSystemSetup.create(
                  BootstrapSetup.create(
                      ConfigFactory.parseString("pekko.actor.provider = local")
                          .withFallback(ConfigFactory.load())),
                  new EngineDispatcher.Engine(engine))));
  private final TinyPipeline pipeline = new TinyPipeline(kit, model, TinyPipeline.SETTINGS);

  @AfterEach
  void stop() throws InterruptedException {
    pipeline.close();
    kit.system().terminate();
    kit.system().getWhenTerminated().toCompletableFuture().join();
    engine.end();
  }

  /** Three stages share one engine: each often comes while another computes. */
  @Test
  void sessions_together_answer_as_alone_and_as_without_guests() {
    var ranges = LayerRange.split(model.config().shape().layers(), 3);
    var guests =
        new PipelinePlan("tiny", ranges.stream().map(r -> pipeline.guest(r, engine)).toList());
    var apart = pipeline.plan(ranges);
    var prompts = IntStream.range(0, 8).mapToObj(i -> prompt(i, 1 + 9 * i)).toList();
    var expected = prompts.stream().map(p -> driver(p).begin(apart).take(TOKENS).answer()).toList();
    assertEquals(
        expected,
        prompts.stream().map(p -> driver(p).begin(guests).take(TOKENS).answer()).toList());
    var together = prompts.stream().map(p -> driver(p).begin(guests)).toList();
    assertEquals(expected, together.stream().map(d -> d.take(TOKENS).answer()).toList());
  }

  @Test
  void a_stage_answers_while_its_engine_computes() {
    var stage = pipeline.guest(new LayerRange(0, model.config().shape().layers()), engine).stage();
    var goOn = new CountDownLatch(1);
    try {
      engine.execute(() -> await(goOn));
      TestProbe<Command> asking = kit.createTestProbe();
      stage.tell(new AskEcho(asking.ref(), 7));
      assertEquals(new Echo(7), asking.receiveMessage(LONG));
    } finally {
      goOn.countDown();
    }
  }

  @Test
  void an_actor_runs_on_the_engine_s_thread_only_while_that_is_free() {
    var computes = CompletableFuture.supplyAsync(Thread::currentThread, engine).join();
    awaitIdle(); // a task ends after its future: an actor that starts before that starts elsewhere
    ActorRef<CompletableFuture<Thread>> actor =
        kit.spawn(
            Behaviors.receive(
                (context, asked) -> {
                  asked.complete(Thread.currentThread());
                  return Behaviors.same();
                }),
            EngineDispatcher.selector());
    assertSame(computes, threadOf(actor));

    var goOn = new CountDownLatch(1);
    engine.execute(() -> await(goOn));
    assertNotSame(computes, threadOf(actor));
    goOn.countDown();
  }

  @Test
  void a_system_without_an_engine_says_so() {
    var without = ActorTestKit.create(ConfigFactory.load());
    try {
      var refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> without.system().dispatchers().lookup(EngineDispatcher.selector()));
      assertEquals(
          "the ActorSystem was started without an engine", refused.getCause().getMessage());
    } finally {
      without.shutdownTestKit();
    }
  }

  private void awaitIdle() {
    while (!engine.offer(() -> {})) {
      Thread.onSpinWait();
    }
  }

  private static Thread threadOf(ActorRef<CompletableFuture<Thread>> actor) {
    var thread = new CompletableFuture<Thread>();
    actor.tell(thread);
    return thread.orTimeout(LONG.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private SessionDriver driver(TokenIds prompt) {
    return new SessionDriver(kit, prompt, TOKENS, SamplingParameters.greedy(), Set.of());
  }

  private TokenIds prompt(int seed, int length) {
    var random = new Random(seed);
    var vocabulary = model.config().shape().vocabulary();
    return TokenIds.own(random.ints(length, 0, vocabulary).toArray());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
