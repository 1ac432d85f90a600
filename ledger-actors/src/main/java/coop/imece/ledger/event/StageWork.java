package coop.imece.ledger.event;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.log.Hash;
import java.util.Optional;

/**
 * What one stage did for a request: its layers at the samplings {@code [startOutput, endOutput)},
 * and the prompt if it begins with the first. A stage that replaced another one begins where that
 * one's work counts no more.
 *
 * @param checked whether the work awaits a check before it may be spent
 * @param co2Micrograms estimated, by the region's carbon intensity
 * @param energyMillijoules declared or measured power times time
 * @param receipt hash of the stage's signed receipt; without one nothing is issued
 */
public record StageWork(
    boolean checked,
    long co2Micrograms,
    int endOutput,
    long energyMillijoules,
    LayerRange layers,
    NodeId node,
    Optional<Hash> receipt,
    int startOutput) {

  static StageWork read(DataReader data) {
    var checked = data.bool("checked");
    var co2 = data.integer("co2_ug");
    var endLayer = data.smallInteger("end_layer");
    var endOutput = data.smallInteger("end_output");
    var energy = data.integer("energy_mj");
    var node = data.node("node");
    var receipt = data.optionalHash("receipt");
    var startLayer = data.smallInteger("start_layer");
    var startOutput = data.smallInteger("start_output");
    return new StageWork(
        checked,
        co2,
        endOutput,
        energy,
        new LayerRange(startLayer, endLayer),
        node,
        receipt,
        startOutput);
  }

  void write(DataWriter data) {
    data.bool("checked", checked)
        .integer("co2_ug", co2Micrograms)
        .integer("end_layer", layers.end())
        .integer("end_output", endOutput)
        .integer("energy_mj", energyMillijoules)
        .text("node", node)
        .text("receipt", receipt)
        .integer("start_layer", layers.start())
        .integer("start_output", startOutput);
  }
}
