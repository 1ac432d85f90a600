package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.core.TokenIds;
import coop.imece.shard.decoder.LocalPipeline.Part;
import coop.imece.shard.decoder.LocalPipeline.Session;
import coop.imece.shard.engine.PyTorch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who else is in a batch, and how a prompt is cut, must not be seen in a session's tokens. */
class BatchingTest {
  /** fp32 sums in another order: far below the references' smallest margin between two tokens. */
  private static final double TOLERANCE = 1e-4;

  static List<String> names() {
    return ReferenceModel.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_prompt_in_chunks_gives_what_it_gives_whole(String name) {
    var model = ReferenceModel.open(name);
    try (var pipeline = new LocalPipeline(model.folder(), LayerRange.split(4, 2), Precision.FP32)) {
      for (var expected : model.cases()) {
        for (var chunks :
            List.of(new int[] {7}, new int[] {1, 1, 30}, new int[] {16, 16, 16, 16})) {
          var got = pipeline.greedy(expected.prompt(), 8, chunks);
          assertEquals(expected.greedy().slice(0, 8), got.ids());
          assertTrue(LocalPipeline.distance(expected.lastPrompt(), got.lastPrompt()) < 1e-3);
        }
      }
    }
  }

  /** How far logits may be apart that other numbers of threads computed, by precision. */
  static Stream<Arguments> threadTolerances() {
    return names().stream()
        .flatMap(
            name ->
                Stream.of(
                    Arguments.of(name, Precision.FP32, TOLERANCE),
                    Arguments.of(name, Precision.BF16, 0.15),
                    Arguments.of(name, Precision.INT8, 1e-2)));
  }

  @ParameterizedTest
  @MethodSource("threadTolerances")
  void the_number_of_threads_changes_logits_by_little(
      String name, Precision precision, double tolerance) {
    var model = ReferenceModel.open(name);
    var prompt = model.cases().get(1).prompt();
    var all = model.folder().config().shape().allLayers();
    try (var slice = Slice.load(model.folder(), all, precision)) {
      slice.computeWith(ThreadCounts.same(1));
      var one = LocalPipeline.logits(slice, prompt);
      for (var threads : new int[] {2, 3}) {
        slice.computeWith(ThreadCounts.same(threads));
        var distance = LocalPipeline.distance(one, LocalPipeline.logits(slice, prompt));
        assertTrue(distance < tolerance, "%d threads: %s apart".formatted(threads, distance));
      }
    } finally {
      PyTorch.useThreads(PyTorch.threadLimit());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void sessions_batched_at_random_give_what_each_gives_alone(String name) {
    var seed = 42L;
    var random = new Random(seed);
    var model = ReferenceModel.open(name);
    try (var pipeline = LocalPipeline.whole(model.folder(), Precision.FP32)) {
      for (int round = 0; round < 3; round++) {
        var sessions = new ArrayList<Running>();
        for (int i = 0; i < 6; i++) {
          var prompt = random.ints(1 + random.nextInt(40), 0, 300).toArray();
          sessions.add(new Running(pipeline.open(), TokenIds.own(prompt), new ArrayList<>()));
        }
        while (sessions.stream().anyMatch(session -> session.generated.size() < 12)) {
          step(pipeline, sessions, random);
        }
        for (var session : sessions) {
          session.session.close();
          assertEquals(pipeline.greedy(session.prompt, 12).ids(), session.ids(12), "seed " + seed);
        }
      }
    }
  }

  /** A random choice of sessions goes on: with a random chunk of its prompt, or its next token. */
  private static void step(LocalPipeline pipeline, List<Running> sessions, Random random) {
    var chosen = sessions.stream().filter(session -> random.nextInt(3) > 0).toList();
    if (chosen.isEmpty()) {
      return;
    }
    var parts = chosen.stream().map(session -> new Part(session.session, session.next(random)));
    var batch = parts.toList();
    var logits = pipeline.forward(batch);
    for (int i = 0; i < batch.size(); i++) {
      if (chosen.get(i).session.positions() >= chosen.get(i).prompt.size()) {
        chosen.get(i).generated.add(LocalPipeline.best(logits.get(i)));
      }
    }
  }

  private record Running(Session session, TokenIds prompt, List<Integer> generated) {
    TokenIds next(Random random) {
      var at = session.positions();
      return at < prompt.size()
          ? prompt.slice(at, at + 1 + random.nextInt(prompt.size() - at))
          : TokenIds.of(generated.get(generated.size() - 1));
    }

    TokenIds ids(int count) {
      return TokenIds.own(generated.stream().limit(count).mapToInt(Integer::intValue).toArray());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_rewound_session_computes_the_same_again(String name) {
    var model = ReferenceModel.open(name);
    var prompt = model.cases().get(1).prompt();
    try (var pipeline = new LocalPipeline(model.folder(), LayerRange.split(4, 3), Precision.FP32);
        var session = pipeline.open()) {
      var first = pipeline.forward(session, prompt);
      pipeline.forward(session, TokenIds.of(1, 2, 3));
      session.truncate(20);
      var again = pipeline.forward(session, prompt.slice(20, prompt.size()));
      assertTrue(LocalPipeline.distance(first, again) < TOLERANCE);
    }
  }
}
