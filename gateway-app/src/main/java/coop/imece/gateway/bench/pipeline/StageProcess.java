package coop.imece.gateway.bench.pipeline;

import coop.imece.core.LayerRange;
import java.util.Optional;

/**
 * A node process after the measurements.
 *
 * @param kernels a line: how its products are computed
 * @param memory empty where the system does not tell
 */
record StageProcess(
    String name,
    LayerRange layers,
    long weightBytes,
    long kvBytes,
    String kernels,
    Optional<ProcessFigures> memory) {
  private static final double WEIGHTS = 1.05;
  private static final long PROGRAM_BYTES = 350_000_000;

  /**
   * The most anonymous memory that a node claims to need: its weights and 5 %, 350 MB, and keys and
   * values, those that it keeps of ended sessions included.
   */
  long allowedBytes() {
    return (long) (WEIGHTS * weightBytes) + PROGRAM_BYTES + kvBytes;
  }
}
