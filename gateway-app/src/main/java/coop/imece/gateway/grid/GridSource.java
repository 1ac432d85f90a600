package coop.imece.gateway.grid;

import java.time.Instant;
import java.util.Set;

/** A service that knows the power grids of some regions. */
interface GridSource {
  Set<String> regions();

  /**
   * Blocks for as long as the service takes, bounded by its client's deadline.
   *
   * @throws GridException when it has no figures, or none that can be read
   */
  GridSample fetch(String region, Instant now) throws GridException;
}
