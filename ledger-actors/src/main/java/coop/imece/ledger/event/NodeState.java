package coop.imece.ledger.event;

/** Whether a node may work and earn. */
public enum NodeState {
  ACTIVE,
  OFFLINE,
  /** Works, and nothing is issued to it. */
  QUARANTINE,
  /** Under review: nothing is issued to it. */
  SUSPENDED;

  public boolean earns() {
    return this == ACTIVE || this == OFFLINE;
  }
}
