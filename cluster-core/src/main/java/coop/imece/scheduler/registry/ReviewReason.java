package coop.imece.scheduler.registry;

/** Why a node is SUSPENDED until an operator clears it. */
public enum ReviewReason {
  /** Its hardware changed three times. */
  HARDWARE_CHANGES,
  /** A node of another wallet has the same hardware. */
  SHARED_HARDWARE,
  /** Its reliability fell below 0.52. */
  LOW_RELIABILITY,
  /** An operator asked for it. */
  OPERATOR
}
