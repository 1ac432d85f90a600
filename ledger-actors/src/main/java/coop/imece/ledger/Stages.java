package coop.imece.ledger;

import coop.imece.core.ModelShape;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.StageWork;
import coop.imece.log.CanonicalWriter;
import java.util.List;

/** Whether the stages of a request can have done what is said of them. */
final class Stages {
  static final int MAX_STAGES = 64;

  private Stages() {}

  /**
   * Every stage is a known node's, lies inside the model and the samplings {@code [0, outputs)},
   * and no work is named twice. What is not named was done by nobody who is paid for it.
   */
  static void require(LedgerState state, ModelShape shape, List<StageWork> stages, int outputs) {
    if (stages.size() > MAX_STAGES) {
      throw invalid("at most %d stages, was %d", MAX_STAGES, stages.size());
    }
    for (var i = 0; i < stages.size(); i++) {
      requireOne(state, shape, stages.get(i), outputs);
      for (var j = 0; j < i; j++) {
        if (overlap(stages.get(i), stages.get(j))) {
          throw invalid("stages %d and %d did the same work", j, i);
        }
        if (sameReceipt(stages.get(i), stages.get(j))) {
          throw invalid("stages %d and %d show the same receipt", j, i);
        }
      }
    }
  }

  private static void requireOne(
      LedgerState state, ModelShape shape, StageWork stage, int outputs) {
    if (!state.nodes.containsKey(stage.node())) {
      throw Refuse.because(Reason.NODE_UNKNOWN, "node %s is not recorded", stage.node());
    }
    if (stage.layers().end() > shape.layers()) {
      throw invalid("the model has %d layers, was %s", shape.layers(), stage.layers());
    }
    if (stage.startOutput() < 0
        || stage.startOutput() >= stage.endOutput()
        || stage.endOutput() > outputs) {
      throw invalid(
          "need 0 <= start_output < end_output <= %d, was [%d, %d)",
          outputs, stage.startOutput(), stage.endOutput());
    }
    Refuse.unlessWithin("energy_mj", stage.energyMillijoules(), 0, CanonicalWriter.MAX_INTEGER);
    Refuse.unlessWithin("co2_ug", stage.co2Micrograms(), 0, CanonicalWriter.MAX_INTEGER);
  }

  private static boolean overlap(StageWork a, StageWork b) {
    return a.layers().start() < b.layers().end()
        && b.layers().start() < a.layers().end()
        && a.startOutput() < b.endOutput()
        && b.startOutput() < a.endOutput();
  }

  private static boolean sameReceipt(StageWork a, StageWork b) {
    return a.receipt().isPresent() && a.receipt().equals(b.receipt());
  }

  private static Refuse invalid(String message, Object... args) {
    return Refuse.because(Reason.STAGES_INVALID, message, args);
  }
}
