package coop.imece.gateway.carbon;

import coop.imece.core.NodeId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What all answers since the gateway started have cost.
 *
 * @param answers those that were paid for in energy, whether they ended well or not
 * @param regions by name; {@link #NO_REGION} for nodes that name none
 * @param nodesLeftOut parts of answers by nodes beyond the limit: they stand in the regions only
 */
public record CarbonTotals(
    Instant since,
    long answers,
    CarbonUse all,
    Map<String, CarbonUse> regions,
    Map<NodeId, CarbonUse> nodes,
    long nodesLeftOut,
    Intensities intensities) {
  public static final String NO_REGION = "";

  public CarbonTotals {
    regions = Map.copyOf(regions);
    nodes = Map.copyOf(nodes);
  }

  /** Grams per kWh of a region of {@link #regions}. */
  public double gramsPerKwh(String region) {
    return intensities.of(region.equals(NO_REGION) ? Optional.empty() : Optional.of(region));
  }
}
