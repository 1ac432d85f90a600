package coop.imece.gateway.bench.pipeline;

import coop.imece.model.ModelConfig;
import coop.imece.stage.StageAssignment;
import java.util.ArrayList;
import java.util.List;

/**
 * All that was started for a measurement.
 *
 * @param kernels how the bare loop's products are computed
 */
record Standing(
    Pipeline pipeline, NodeProcesses nodes, BareLoop bare, String kernels, ModelConfig model) {

  /** The node processes as they are now. */
  List<StageProcess> processes(List<StageAssignment> stages) {
    var processes = new ArrayList<StageProcess>();
    for (var stage = 0; stage < stages.size(); stage++) {
      var work = pipeline.work(stages.get(stage));
      var process = nodes.process(stage);
      processes.add(
          new StageProcess(
              process.name(),
              nodes.slice(stage),
              work.weightBytes(),
              work.kvBytes(),
              work.kernels(),
              ProcessFigures.of(process.pid())));
    }
    return processes;
  }
}
