package coop.imece.scheduler.reliability;

/** Whether a node takes part. Leaving keeps its wallet's balance. */
public enum NodeStanding {
  /** Serves and earns. */
  ACTIVE,
  /** Not there. */
  OFFLINE,
  /** Serves, but nothing is issued to it, since its hardware changed. */
  QUARANTINE,
  /** Serves nothing until an operator clears it, or its reliability was reset by one. */
  SUSPENDED
}
