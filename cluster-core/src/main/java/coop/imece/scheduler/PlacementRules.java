package coop.imece.scheduler;

/**
 * What placement keeps to.
 *
 * @param minStages a slice never reaches beyond one of so many parts of the model of even work,
 *     unless a gap can't be closed otherwise; 1 sets no limit
 * @param kvReservePositions for how many positions a slice leaves room in its node's memory, at
 *     most the model's context
 */
public record PlacementRules(int minStages, int kvReservePositions) {
  public PlacementRules {
    if (minStages < 1 || kvReservePositions < 1) {
      throw new IllegalArgumentException(
          "minStages and kvReservePositions must be 1 or more, was %d and %d"
              .formatted(minStages, kvReservePositions));
    }
  }
}
