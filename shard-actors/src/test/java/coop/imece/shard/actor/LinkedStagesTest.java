package coop.imece.shard.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.cluster.ClusterRole;
import coop.imece.cluster.ClusterSettings;
import coop.imece.cluster.ClusterSystem;
import coop.imece.cluster.config.ConfigLayers;
import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import coop.imece.core.LayerRange;
import coop.imece.core.TokenIds;
import coop.imece.link.actor.LinkExtension;
import coop.imece.link.actor.TokenEntrance;
import coop.imece.model.ModelFolder;
import coop.imece.stage.LinkAddress;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.SessionEvent.TokenSampled;
import coop.imece.stage.StageAssignment;
import coop.imece.stage.StageProtocol.AskLink;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.Forwards;
import coop.imece.stage.StageProtocol.LinkAt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two stages in two actor systems, with TLS between them, answer as they do in one. */
class LinkedStagesTest {
  private static final Path MODEL = Path.of("src/test/resources/reference-models/tiny-llama");
  private static final List<LayerRange> HALVES = LayerRange.split(4, 2);

  /**
   * Of the random model's fourth answer the 59th token is a tie of two logits, which falls one way
   * or the other with the shape of a batch.
   */
  private static final int TOKENS = 50;

  private static final StageSettings SETTINGS =
      new StageSettings(
          64 << 20,
          64,
          true,
          Duration.ofMillis(50),
          8,
          2,
          16,
          Duration.ofMillis(40),
          50,
          Duration.ofMinutes(1),
          Duration.ofMillis(20),
          Duration.ofMinutes(1));

  @TempDir static Path folder;
  private static ActorTestKit one;
  private static ActorTestKit two;

  private final ModelFolder model = ModelFolder.open(MODEL);
  private final List<TinyPipeline> pipelines = new ArrayList<>();
  private final AtomicInteger byLink = new AtomicInteger();
  private final AtomicInteger tokensByLink = new AtomicInteger();

  @BeforeAll
  static void start() {
    var authority = CertificateAuthority.create(folder.resolve("ca"), Instant.now());
    authority.issue("node", Role.NODE, folder.resolve("node"), Instant.now());
    one = ActorTestKit.create(system());
    two = ActorTestKit.create(system());
  }

  @AfterAll
  static void stop() {
    List.of(one, two)
        .forEach(
            kit -> {
              kit.system().terminate();
              kit.system().getWhenTerminated().toCompletableFuture().join();
            });
  }

  @AfterEach
  void closePipelines() throws InterruptedException {
    for (var pipeline : pipelines) {
      pipeline.close();
    }
  }

  private static ActorSystem<Void> system() {
    var config =
        new ConfigLayers(
                Map.of(
                    "imece.cluster.tls",
                    folder.resolve("node").toString(),
                    "imece.cluster.port",
                    "0",
                    "imece.link.again-after",
                    "20ms"),
                Map.of(),
                Optional.empty(),
                List.of())
            .load();
    return ClusterSystem.start(
        Behaviors.empty(), ClusterSettings.from(config, Set.of(ClusterRole.NODE)), config);
  }

  @Test
  void decode_steps_go_by_links_and_the_answer_stays_the_same() {
    var expected = answers(localPlan());
    assertEquals(expected, answers(linkedPlan(LinkedStagesTest::deliver)));
    assertTrue(byLink.get() > TOKENS, byLink + " messages by links");
  }

  @Test
  void connections_that_die_in_mid_answer_change_no_token() {
    var expected = answers(localPlan());
    var links = new ConcurrentLinkedQueue<LinkAddress>();
    var plan = linkedPlan(LinkedStagesTest::deliver, links::add);
    var driver = driver(one, 0).begin(plan);
    for (var count = 1; count <= TOKENS; count++) {
      driver.take(count);
      if (count % 5 == 0) {
        links.forEach(
            link -> {
              LinkExtension.linksOf(one.system()).orElseThrow().giveUp(link);
              LinkExtension.linksOf(two.system()).orElseThrow().giveUp(link);
            });
      }
    }
    assertEquals(expected.get(0), driver.answer());
    assertTrue(byLink.get() > 0, "no message by a link");
  }

  @Test
  void lost_doubled_and_reordered_messages_of_links_change_nothing() {
    var expected = answers(localPlan());
    var seed = System.nanoTime();
    var random = new Random(seed);
    var held = new ConcurrentLinkedQueue<Runnable>();
    BiConsumer<ActorRef<Command>, Command> bad =
        (stage, message) -> {
          synchronized (random) {
            var chance = random.nextInt(20);
            if (chance == 2) {
              held.add(() -> stage.tell(message));
            } else if (chance != 0) {
              stage.tell(message);
              for (var late = held.poll(); late != null; late = held.poll()) {
                late.run();
              }
              if (chance == 1) {
                stage.tell(message);
              }
            }
          }
        };
    assertEquals(expected, answers(linkedPlan(bad)), "seed " + seed);
    assertTrue(byLink.get() > 0, "no message by a link");
  }

  @Test
  void sampled_tokens_come_by_a_link_and_the_answers_stay_the_same() {
    var expected = answers(localPlan());
    var plan = linkedPlan(LinkedStagesTest::deliver);
    try (var entrance = new TokenEntrance(one.system())) {
      awaitTokensByLink(plan, entrance);
      assertEquals(expected, answers(plan, driver -> take(entrance, driver, token -> true)));
    }
    assertTrue(tokensByLink.get() > TOKENS, tokensByLink + " tokens by links");
  }

  @Test
  void a_sampled_token_that_a_link_lost_is_told_by_the_wire_and_so_are_those_behind_it() {
    var expected = answers(localPlan());
    var plan = linkedPlan(LinkedStagesTest::deliver);
    try (var entrance = new TokenEntrance(one.system())) {
      awaitTokensByLink(plan, entrance);
      var driver = driver(one, 0);
      take(entrance, driver, token -> tokensByLink.get() % 7 != 3);
      assertEquals(expected.get(0), driver.begin(plan).take(TOKENS).answer());
      assertTrue(tokensByLink.get() > 0, "no token by a link");
      assertTrue(tokensByLink.get() < TOKENS, "every token by a link");
    }
  }

  /** A session's tokens go by the link that is there when its first one goes. */
  private void awaitTokensByLink(PipelinePlan plan, TokenEntrance entrance) {
    one.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(20),
            () -> {
              var driver = driver(one, 0);
              take(entrance, driver, token -> true);
              driver.begin(plan).take(2).end();
              assertTrue(tokensByLink.get() > 0);
              return driver;
            });
    tokensByLink.set(0);
  }

  private void take(TokenEntrance entrance, SessionDriver driver, Predicate<TokenSampled> comes) {
    entrance.add(
        driver.session(),
        token -> {
          if (comes.test(token)) {
            driver.events().ref().tell(token);
          }
          tokensByLink.incrementAndGet();
        });
    driver.tokensTo(entrance.address().orElseThrow());
  }

  /** Of several sessions at once, so that batches go between the stages. */
  private List<List<Integer>> answers(PipelinePlan plan) {
    return answers(plan, driver -> {});
  }

  private List<List<Integer>> answers(PipelinePlan plan, Consumer<SessionDriver> before) {
    var drivers = IntStream.range(0, 4).mapToObj(i -> driver(one, i)).toList();
    drivers.forEach(before);
    drivers.forEach(driver -> driver.begin(plan));
    var answers = new ArrayList<List<Integer>>();
    for (var driver : drivers) {
      answers.add(List.copyOf(driver.take(TOKENS).answer()));
      driver.end();
    }
    return answers;
  }

  private PipelinePlan localPlan() {
    return pipeline(one).plan(HALVES);
  }

  private PipelinePlan linkedPlan(BiConsumer<ActorRef<Command>, Command> deliver) {
    return linkedPlan(deliver, link -> {});
  }

  /** As the gateway's and the nodes' messages carry it: every stage by its address. */
  private PipelinePlan linkedPlan(
      BiConsumer<ActorRef<Command>, Command> deliver, Consumer<LinkAddress> links) {
    var first = pipeline(one).stage(HALVES.get(0), stage -> entrance(one, stage, deliver, links));
    var last = pipeline(two).stage(HALVES.get(1), stage -> entrance(two, stage, deliver, links));
    var remote =
        ActorRefResolver.get(one.system())
            .<Command>resolveActorRef(
                ActorRefResolver.get(two.system()).toSerializationFormat(last.stage()));
    return new PipelinePlan(
        "tiny", List.of(first, new StageAssignment(last.node(), last.layers(), remote)));
  }

  /** Stands before a stage, as a delayed line does, and sees what comes by links. */
  private ActorRef<Command> entrance(
      ActorTestKit kit,
      ActorRef<Command> stage,
      BiConsumer<ActorRef<Command>, Command> deliver,
      Consumer<LinkAddress> links) {
    return kit.spawn(
        Behaviors.<Command>setup(
            context -> {
              var link =
                  LinkExtension.linksOf(kit.system())
                      .orElseThrow()
                      .add(
                          message -> {
                            byLink.incrementAndGet();
                            deliver.accept(stage, (Forwards) message);
                          });
              links.accept(link);
              return Behaviors.receiveMessage(
                  message -> {
                    if (message instanceof AskLink ask) {
                      ask.replyTo().tell(new LinkAt(context.getSelf(), link));
                    } else {
                      stage.tell(message);
                    }
                    return Behaviors.same();
                  });
            }));
  }

  private static void deliver(ActorRef<Command> stage, Command message) {
    stage.tell(message);
  }

  private TinyPipeline pipeline(ActorTestKit kit) {
    var pipeline = new TinyPipeline(kit, model, SETTINGS);
    pipelines.add(pipeline);
    return pipeline;
  }

  private static SessionDriver driver(ActorTestKit kit, int seed) {
    var prompt = TokenIds.own(new Random(seed).ints(9 + 7 * seed, 0, 256).toArray());
    var sampling = new SamplingParameters(0.8, 0.95, 0, 17, 1.1, 0.1, 0.1);
    return new SessionDriver(kit, prompt, TOKENS, sampling, Set.of());
  }
}
