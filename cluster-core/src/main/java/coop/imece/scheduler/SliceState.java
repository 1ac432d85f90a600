package coop.imece.scheduler;

/** How far a node is with the slice that it holds. */
public enum SliceState {
  /** The weights are being opened. */
  LOADING,
  /** Sessions are taken. */
  READY,
  /** The weights could not be opened; the node takes another slice only when told to. */
  FAILED
}
