package coop.imece.scheduler;

/** How far a node is with the slice that it holds. */
public enum SliceState {
  /** The weights are being opened. */
  LOADING,
  /** Sessions are taken. */
  READY,
  /** The weights are there, but the owner lets no new sessions in; those that run go on. */
  PAUSED,
  /** The node leaves when its sessions have ended; it takes no new ones. */
  DRAINING,
  /** The weights could not be opened; the node takes another slice only when told to. */
  FAILED
}
