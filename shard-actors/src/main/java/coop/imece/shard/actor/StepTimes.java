package coop.imece.shard.actor;

/** Moving averages of what a stage's computing takes. Not thread-safe. */
final class StepTimes {
  private static final double WEIGHT = 0.2;

  private double secondsPerStep;
  private double secondsPerPromptPosition;

  void record(ComputedBatch batch) {
    var seconds = batch.nanos() * 1e-9;
    if (batch.isDecodeStep()) {
      secondsPerStep = average(secondsPerStep, seconds);
    } else {
      secondsPerPromptPosition = average(secondsPerPromptPosition, seconds / batch.positions());
    }
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
