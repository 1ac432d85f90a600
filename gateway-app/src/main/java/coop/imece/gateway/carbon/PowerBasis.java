package coop.imece.gateway.carbon;

/** Where a node's power comes from, the surest first. */
public enum PowerBasis {
  /** The node's machine counted it while the node worked. */
  MEASURED,
  /** The operator or the node's owner said it. */
  DECLARED,
  /** A default of the device's class: an order of magnitude. */
  ESTIMATED
}
