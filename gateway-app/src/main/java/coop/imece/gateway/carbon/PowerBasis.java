package coop.imece.gateway.carbon;

/** Where a node's power comes from. */
public enum PowerBasis {
  /** The operator or the node's owner said it. */
  DECLARED,
  /** A default of the device's class: an order of magnitude. */
  ESTIMATED
}
