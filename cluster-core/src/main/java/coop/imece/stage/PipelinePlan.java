package coop.imece.stage;

import java.util.List;

/**
 * Stages that cover {@code [0, layers)} of one model without a gap, in order.
 *
 * @param model id of the served model
 */
public record PipelinePlan(String model, List<StageAssignment> stages) {
  public PipelinePlan {
    stages = List.copyOf(stages);
    var next = 0;
    for (var stage : stages) {
      if (stage.layers().start() != next) {
        throw new IllegalArgumentException(
            "stages must follow one another: expected layer %d, was %s"
                .formatted(next, stage.layers()));
      }
      next = stage.layers().end();
    }
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a pipeline plan needs at least one stage");
    }
  }

  public StageAssignment first() {
    return stages.get(0);
  }

  public StageAssignment last() {
    return stages.get(stages.size() - 1);
  }

  /** Whether one stage has all layers: it feeds itself, and nobody has to agree with it. */
  public boolean hasOneStage() {
    return stages.size() == 1;
  }
}
