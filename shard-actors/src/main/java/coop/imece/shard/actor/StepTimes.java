package coop.imece.shard.actor;

/**
 * What a stage's computing takes: moving averages, and sums of all decode steps. Not thread-safe.
 */
final class StepTimes {
  private static final double WEIGHT = 0.2;

  private double secondsPerStep;
  private double secondsPerPromptPosition;
  private long decodeSteps;
  private double decodeSeconds;

  void record(ComputedBatch batch) {
    var seconds = batch.nanos() * 1e-9;
    if (batch.isDecodeStep()) {
      secondsPerStep = average(secondsPerStep, seconds);
      decodeSteps++;
      decodeSeconds += seconds;
    } else {
      secondsPerPromptPosition = average(secondsPerPromptPosition, seconds / batch.positions());
    }
  }

  long decodeSteps() {
    return decodeSteps;
  }

  /** Of all decode steps together. */
  double decodeSeconds() {
    return decodeSeconds;
  }

  /** 0 until a decode step was run. */
  double secondsPerStep() {
    return secondsPerStep;
  }

  /** 0 until a chunk of a prompt was run. */
  double secondsPerPromptPosition() {
    return secondsPerPromptPosition;
  }

  private static double average(double old, double now) {
    return old == 0 ? now : old + WEIGHT * (now - old);
  }
}
