package coop.imece.ledger;

/**
 * How much this process takes on; no rule of the economy.
 *
 * @param openHolds requests open at once
 * @param pendingLines issue lines awaiting a check at once
 */
public record LedgerLimits(int openHolds, int pendingLines) {
  public LedgerLimits {
    if (openHolds < 1 || pendingLines < 1) {
      throw new IllegalArgumentException(
          "limits must be 1 or more, was %d and %d".formatted(openHolds, pendingLines));
    }
  }
}
