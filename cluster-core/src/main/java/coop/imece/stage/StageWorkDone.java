package coop.imece.stage;

import coop.imece.core.WireMessage;

/**
 * What a stage has computed since it started, by its own clock. The difference of two such reports
 * is what was computed between them.
 *
 * @param decodeSteps batches in which every session had one position
 * @param decodeSeconds that its engine took for them, sampling included
 * @param weightBytes of its slice
 * @param kvBytes reserved for open sessions and kept of ended ones now
 * @param kernels a line: how its products are computed
 * @param packing whether it has weights to pack yet, or threads to count again after that, which it
 *     does when it has nothing else to do
 */
public record StageWorkDone(
    long decodeSteps,
    double decodeSeconds,
    long weightBytes,
    long kvBytes,
    String kernels,
    boolean packing)
    implements WireMessage {

  /** Mean seconds of a decode step between an earlier report and this one; 0 without any. */
  public double secondsPerStepSince(StageWorkDone earlier) {
    var steps = decodeSteps - earlier.decodeSteps;
    return steps > 0 ? (decodeSeconds - earlier.decodeSeconds) / steps : 0;
  }
}
