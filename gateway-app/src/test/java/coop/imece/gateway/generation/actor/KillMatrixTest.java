package coop.imece.gateway.generation.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.gateway.carbon.CarbonSettings;
import coop.imece.gateway.carbon.Intensities;
import coop.imece.gateway.carbon.actor.CarbonAccount;
import coop.imece.gateway.carbon.actor.CarbonDesk;
import coop.imece.gateway.generation.GenerationCommand;
import coop.imece.gateway.generation.GenerationCommand.Cancel;
import coop.imece.gateway.generation.GenerationCommand.Start;
import coop.imece.gateway.generation.GenerationEvent;
import coop.imece.gateway.generation.GenerationEvent.Failed;
import coop.imece.gateway.generation.GenerationEvent.Failure;
import coop.imece.gateway.generation.GenerationEvent.Finished;
import coop.imece.gateway.generation.GenerationEvent.Token;
import coop.imece.gateway.generation.GenerationRequest;
import coop.imece.model.ModelFolder;
import coop.imece.stage.FinishReason;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.SessionEvent;
import coop.imece.stage.SessionEvent.SessionFailed;
import coop.imece.stage.StageProtocol.Probe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever happens to a stage, whenever: the answer is the undisturbed one. Real stages, fp32. */
class KillMatrixTest {
  private static final int STAGES = 3;
  private static final int TOKENS = 24;
  private static final Path MODEL =
      Path.of("..", "shard-actors", "src", "test", "resources", "reference-models", "tiny-llama");
  private static final GenerationSettings SETTINGS = replanningWithin(Duration.ofSeconds(20));

  private final ActorTestKit testKit = ActorTestKit.create();
  private LocalNodes nodes;
  private ActorRef<GenerationCommand> generations;

  @BeforeEach
  void start() {
    nodes = new LocalNodes(testKit, ModelFolder.open(MODEL), STAGES);
    generations = generations(SETTINGS);
  }

  private ActorRef<GenerationCommand> generations(GenerationSettings settings) {
    return testKit.spawn(
        Generations.create(
            Map.of("tiny", Set.of()),
            nodes.scheduler(),
            settings,
            new CarbonDesk(
                CarbonSettings.from(ConfigFactory.load()).power(),
                () -> new Intensities(Map.of(), 480),
                testKit.<CarbonAccount.Command>createTestProbe().ref())));
  }

  private static GenerationSettings replanningWithin(Duration bound) {
    return new GenerationSettings(
        64, Duration.ofMillis(500), Duration.ofMillis(60), 3, Duration.ofSeconds(2), bound, 12);
  }

  @AfterEach
  void stop() throws InterruptedException {
    nodes.close();
    testKit.shutdownTestKit();
  }

  @Test
  void every_stage_killed_at_every_token_leaves_the_answer_as_it_is() {
    var undisturbed = generate(TOKENS, (token, events) -> {}).tokens();
    for (var stage = 0; stage < STAGES; stage++) {
      for (var position = 0; position < TOKENS; position++) {
        strike(undisturbed, stage, position, nodes::kill, node -> {});
      }
    }
  }

  @Test
  void every_stage_that_hangs_at_every_third_token_leaves_the_answer_as_it_is() {
    var undisturbed = generate(TOKENS, (token, events) -> {}).tokens();
    for (var stage = 0; stage < STAGES; stage++) {
      for (var position = 0; position < TOKENS; position += 3) {
        strike(undisturbed, stage, position, nodes::hang, nodes::replace);
      }
    }
  }

  @Test
  void two_stages_killed_one_after_the_other_leave_the_answer_as_it_is() {
    var undisturbed = generate(TOKENS, (token, events) -> {}).tokens();
    for (var position = 1; position < TOKENS - 2; position += 4) {
      var at = position;
      var answer =
          generate(
              TOKENS,
              (token, events) -> {
                if (token == at) {
                  nodes.kill(nodes.serving(0));
                } else if (token == at + 2) {
                  nodes.kill(nodes.serving(2));
                }
              });
      assertEquals(undisturbed, answer.tokens(), "killed at " + at);
    }
  }

  @Test
  void a_client_that_goes_frees_the_session_at_every_stage() {
    var probe = testKit.<GenerationEvent>createTestProbe();
    var request = request(400);
    generations.tell(new Start(request, probe.ref()));
    probe.expectMessageClass(Token.class, Duration.ofSeconds(10));
    generations.tell(new Cancel(request.session()));
    var events = testKit.<SessionEvent>createTestProbe();
    for (var stage = 0; stage < STAGES; stage++) {
      var ref = nodes.serving(stage).place().stage();
      events.awaitAssert(
          Duration.ofSeconds(10),
          () -> {
            ref.tell(new Probe(request.session(), 1, events.ref()));
            var said = events.receiveMessage();
            assertTrue(said instanceof SessionFailed, said.toString());
            return null;
          });
    }
  }

  @Test
  void without_a_pipeline_an_answer_is_refused_at_once() {
    var probe = testKit.<GenerationEvent>createTestProbe();
    for (var stage = 0; stage < STAGES; stage++) {
      nodes.remove(nodes.serving(stage));
      nodes.remove(nodes.serving(stage));
    }
    generations.tell(new Start(request(4), probe.ref()));
    assertEquals(new Failed(Failure.NO_ROUTE, "layers are missing"), probe.receiveMessage());
  }

  @Test
  void an_answer_whose_lost_stage_nobody_replaces_ends_by_what_the_scheduler_says() {
    generations = generations(replanningWithin(Duration.ofMillis(300)));
    var probe = testKit.<GenerationEvent>createTestProbe();
    generations.tell(new Start(request(400), probe.ref()));
    probe.expectMessageClass(Token.class, Duration.ofSeconds(10));
    nodes.remove(nodes.serving(1));
    nodes.remove(nodes.serving(1));
    var last = probe.receiveMessage();
    while (last instanceof Token) {
      last = probe.receiveMessage();
    }
    assertEquals(new Failed(Failure.NO_ROUTE, "layers are missing"), last);
  }

  private void strike(
      List<Integer> undisturbed,
      int stage,
      int position,
      Consumer<LocalNodes.Node> strike,
      Consumer<LocalNodes.Node> after) {
    var victim = nodes.serving(stage);
    var answer =
        generate(
            TOKENS,
            (token, events) -> {
              if (token == position) {
                strike.accept(victim);
              }
            });
    after.accept(victim);
    assertEquals(
        undisturbed, answer.tokens(), "stage %d struck at token %d".formatted(stage, position));
    assertTrue(answer.finished().usage().failovers() <= 3, answer.finished().toString());
  }

  private record Answer(List<Integer> tokens, Finished finished) {}

  private interface OnToken {
    void at(int token, TestProbe<GenerationEvent> events);
  }

  /** Generates; {@code onToken} is called before token 0 and whenever one more has come. */
  private Answer generate(int count, OnToken onToken) {
    var events = testKit.<GenerationEvent>createTestProbe();
    onToken.at(0, events);
    generations.tell(new Start(request(count), events.ref()));
    var tokens = new ArrayList<Integer>();
    while (true) {
      var event = events.receiveMessage(Duration.ofSeconds(30));
      if (event instanceof Token token) {
        tokens.add(token.id());
        onToken.at(tokens.size(), events);
      } else if (event instanceof Finished finished) {
        assertEquals(FinishReason.LENGTH, finished.reason());
        return new Answer(tokens, finished);
      } else {
        throw new AssertionError("unexpected " + event + " behind " + tokens.size() + " tokens");
      }
    }
  }

  private static GenerationRequest request(int maxTokens) {
    return new GenerationRequest(
        SessionId.of(System.currentTimeMillis(), new Random()),
        "tiny",
        TokenIds.own(new Random(9).ints(13, 0, 256).toArray()),
        new SamplingParameters(0.8, 0.95, 0, 5, 1.1, 0.2, 0.1),
        maxTokens);
  }
}
