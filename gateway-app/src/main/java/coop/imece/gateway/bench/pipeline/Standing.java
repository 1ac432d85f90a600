package coop.imece.gateway.bench.pipeline;

import coop.imece.model.ModelConfig;

/**
 * All that was started for a measurement.
 *
 * @param kernels how products are computed
 */
record Standing(
    Pipeline pipeline, NodeProcesses nodes, BareLoop bare, String kernels, ModelConfig model) {}
