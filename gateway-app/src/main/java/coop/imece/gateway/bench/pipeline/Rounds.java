package coop.imece.gateway.bench.pipeline;

import coop.imece.gateway.bench.pipeline.BenchReport.Started;
import coop.imece.gateway.bench.pipeline.Round.Alone;
import coop.imece.gateway.bench.pipeline.Round.Bare;
import coop.imece.gateway.bench.pipeline.actor.TimedAnswer;
import coop.imece.stage.StageAssignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs the pipeline and the bare loop in turn, after sessions and a round that do not count. */
final class Rounds implements Measurement<BenchReport> {
  /** By then the code that opens sessions is compiled in a gateway and a node. */
  private static final int OPENINGS = 100;

  private static final Duration OPENINGS_WITHIN = Duration.ofSeconds(10);

  private final BenchSettings settings;
  private final Consumer<String> progress;

  /** Says a line for each round. */
  Rounds(BenchSetup setup) {
    settings = setup.settings();
    progress = setup.progress();
  }

  @Override
  public BenchReport on(Standing standing) {
    var stages = standing.pipeline().stages();
    progress.accept("warming up");
    openSessions(standing.pipeline());
    round(standing, stages, true);
    var rounds = new ArrayList<Round>();
    for (var run = 1; run <= settings.runs(); run++) {
      var round = round(standing, stages, run % 2 == 0);
      rounds.add(round);
      progress.accept(
          "run %d of %d: %.2f tok/s, the bare loop %.2f"
              .formatted(
                  run, settings.runs(), round.alone().tokensPerSecond(), round.bare().decode()));
    }
    return new BenchReport(
        settings,
        WeightTraffic.bytesPerToken(standing.model(), settings.precision()),
        List.of(new Started(standing.kernels(), rounds, standing.processes(stages))));
  }

  /** Sessions of two tokens, one after the other: of a large model as many as there is time for. */
  private static void openSessions(Pipeline pipeline) {
    var deadline = System.nanoTime() + OPENINGS_WITHIN.toNanos();
    for (var i = 0; i < OPENINGS && System.nanoTime() < deadline; i++) {
      pipeline.answer(1, 2).await();
    }
  }

  private Round round(Standing standing, List<StageAssignment> stages, boolean bareFirst) {
    var bare = standing.bare();
    var before = bareFirst ? Optional.of(bare.measure()) : Optional.<Bare>empty();
    var alone = alone(standing.pipeline(), standing.nodes(), stages);
    var many =
        settings.sessions() > 1
            ? Optional.of(many(standing.pipeline()))
            : Optional.<Together>empty();
    return new Round(alone, many, before.orElseGet(bare::measure));
  }

  private Alone alone(Pipeline pipeline, NodeProcesses nodes, List<StageAssignment> stages) {
    var workBefore = stages.stream().map(pipeline::work).toList();
    var answer = pipeline.answer(settings.prompt(), settings.tokens());
    answer.awaitFirst();
    var writtenBefore = nodes.written();
    var trace = answer.await();
    var written = nodes.written();
    var compute =
        IntStream.range(0, stages.size())
            .mapToDouble(i -> pipeline.work(stages.get(i)).secondsPerStepSince(workBefore.get(i)))
            .sum();
    return new Alone(trace, compute, perToken(writtenBefore, written));
  }

  private OptionalDouble perToken(OptionalLong before, OptionalLong after) {
    return before.isPresent() && after.isPresent()
        ? OptionalDouble.of(
            (double) (after.getAsLong() - before.getAsLong()) / (settings.tokens() - 1))
        : OptionalDouble.empty();
  }

  private Together many(Pipeline pipeline) {
    var answers =
        Stream.generate(() -> pipeline.answer(settings.prompt(), settings.tokens()))
            .limit(settings.sessions())
            .toList();
    return new Together(answers.stream().map(TimedAnswer::await).toList());
  }
}
