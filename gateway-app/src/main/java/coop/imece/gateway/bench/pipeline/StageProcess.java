package coop.imece.gateway.bench.pipeline;

import coop.imece.core.LayerRange;
import java.util.Optional;

/**
 * A node process after the measurements.
 *
 * @param memory empty where the system does not tell
 */
record StageProcess(
    String name,
    LayerRange layers,
    long weightBytes,
    long kvBytesPerPosition,
    Optional<ProcessFigures> memory) {
  private static final double WEIGHTS = 1.05;
  private static final long PROGRAM_BYTES = 350_000_000;

  /**
   * The most anonymous memory that a node claims to need: its weights and 5 %, 350 MB, and the keys
   * and values of so many positions.
   */
  long allowedBytes(long positions) {
    return (long) (WEIGHTS * weightBytes) + PROGRAM_BYTES + kvBytesPerPosition * positions;
  }
}
