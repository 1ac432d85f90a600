package coop.imece.gateway.bench.pipeline;

import static coop.imece.gateway.bench.pipeline.Statistics.median;

import coop.imece.gateway.bench.pipeline.Round.Alone;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What was measured; each figure is the median over the rounds of all starts. Differences and
 * ratios are taken within a round first.
 *
 * @param weightBytesPerToken that must be read for one token of one session
 * @param starts of all processes anew, one or more
 */
record BenchReport(BenchSettings settings, long weightBytesPerToken, List<Started> starts) {
  BenchReport {
    starts = List.copyOf(starts);
  }

  /**
   * What one start of all processes gave.
   *
   * @param kernels how the bare loop's products are computed; a node that chose others is slower or
   *     quicker by that
   * @param processes after the last round
   */
  record Started(String kernels, List<Round> rounds, List<StageProcess> processes) {
    Started {
      rounds = List.copyOf(rounds);
      processes = List.copyOf(processes);
    }

    /** The nodes whose trial chose other kernels than the bare loop's. */
    List<StageProcess> withOtherKernels() {
      return processes.stream().filter(process -> !process.kernels().equals(kernels)).toList();
    }
  }

  /**
   * One report of several starts.
   *
   * @param reports one or more, of the same settings and weights
   */
  static BenchReport ofAll(List<BenchReport> reports) {
    var first = reports.get(0);
    var starts = reports.stream().map(BenchReport::starts).flatMap(List::stream).toList();
    return new BenchReport(first.settings, first.weightBytesPerToken, starts);
  }

  /** One report for each start. */
  List<BenchReport> eachStart() {
    return starts.stream()
        .map(start -> new BenchReport(settings, weightBytesPerToken, List.of(start)))
        .toList();
  }

  List<Round> rounds() {
    return starts.stream().map(Started::rounds).flatMap(List::stream).toList();
  }

  /** The nodes of the last start. */
  List<StageProcess> processes() {
    return starts.get(starts.size() - 1).processes();
  }

  /**
   * The pipeline beside the bare loop, tokens a second.
   *
   * @param ratio of the two in the same round
   */
  record Compared(double pipeline, double bare, double ratio) {}

  /** One session, from its first token to its last. */
  Compared decode() {
    return compared(
        rounds(), round -> round.alone().tokensPerSecond(), round -> round.bare().decode());
  }

  /** Tokens of the prompt by the time to the first token, one session. */
  Compared prefill() {
    return compared(
        rounds(),
        round -> settings.prompt() / round.alone().trace().firstTokenSeconds(),
        round -> round.bare().prefill());
  }

  /** All sessions at once, while all decode; empty for one session, or when they never did. */
  List<Compared> many() {
    var whole =
        rounds().stream()
            .filter(round -> manyRate(round).isPresent() && round.bare().many().isPresent())
            .toList();
    return whole.isEmpty()
        ? List.of()
        : List.of(
            compared(
                whole,
                round -> manyRate(round).orElseThrow(),
                round -> round.bare().many().orElseThrow()));
  }

  /** All sessions at once, prompts included, tokens a second; empty for one session. */
  OptionalDouble wholeRate() {
    var rates =
        rounds().stream().flatMap(round -> round.many().stream()).map(Together::wholeRate).toList();
    return rates.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(rates));
  }

  /** Seconds from one token to the next, one session. */
  double secondsPerToken() {
    return medianOf(round -> round.alone().trace().secondsPerToken());
  }

  /** Of these, the stages' own computing. */
  double computeSeconds() {
    return medianOf(round -> round.alone().computeSecondsPerToken());
  }

  /** The rest. */
  double besideComputeSeconds() {
    return medianOf(round -> round.alone().besideComputeSeconds());
  }

  /** What a token takes longer than in the bare loop. */
  double besideBareSeconds() {
    return medianOf(round -> round.alone().trace().secondsPerToken() - 1 / round.bare().decode());
  }

  /** A token goes from stage to stage and, with the ring, back to the first: a hop for each. */
  double hopSeconds() {
    return besideComputeSeconds() / settings.stages();
  }

  OptionalDouble bytesPerToken() {
    var counted =
        rounds().stream()
            .map(Round::alone)
            .map(Alone::bytesPerToken)
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .toList();
    return counted.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(counted));
  }

  double memoryBytesPerSecond() {
    return medianOf(round -> round.bare().memory());
  }

  /** The part of the memory's bandwidth that reading the weights takes, one session. */
  double bandwidthFraction() {
    return medianOf(
        round -> weightBytesPerToken * round.alone().tokensPerSecond() / round.bare().memory());
  }

  /** Seconds to the first token of the sessions at once, or of the one. */
  double firstTokenSeconds(int percent) {
    Function<Round, List<Double>> each =
        round ->
            round
                .many()
                .map(Together::firstTokenSeconds)
                .orElseGet(() -> List.of(round.alone().trace().firstTokenSeconds()));
    return Statistics.percentile(
        rounds().stream().map(each).flatMap(List::stream).toList(), percent);
  }

  private static OptionalDouble manyRate(Round round) {
    return round.many().map(Together::decodeRate).orElseGet(OptionalDouble::empty);
  }

  private static Compared compared(
      List<Round> rounds, ToDoubleFunction<Round> pipeline, ToDoubleFunction<Round> bare) {
    return new Compared(
        medianOf(rounds, pipeline),
        medianOf(rounds, bare),
        medianOf(rounds, round -> pipeline.applyAsDouble(round) / bare.applyAsDouble(round)));
  }

  private double medianOf(ToDoubleFunction<Round> figure) {
    return medianOf(rounds(), figure);
  }

  private static double medianOf(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return median(rounds.stream().map(figure::applyAsDouble).toList());
  }
}
