package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.WireMessage;

/** What the scheduler tells a node. */
public sealed interface NodeCommand extends WireMessage {

  /**
   * Serve these layers. A node that serves them already does nothing; one that serves others moves.
   *
   * @param number grows with every command; a node ignores one that is not above the last it took
   */
  record ServeSlice(String model, LayerRange layers, long number) implements NodeCommand {}

  /**
   * Say again what hardware the node has.
   *
   * @param again whether it is to be measured anew first, because its steps don't fit the result
   */
  record ReportHardware(boolean again) implements NodeCommand {}

  /** Another process has this node's identity and started later: that one is the node. */
  record Superseded() implements NodeCommand {}
}
