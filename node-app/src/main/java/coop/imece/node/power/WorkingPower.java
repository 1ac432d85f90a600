package coop.imece.node.power;

import java.util.OptionalInt;

/**
 * What the machine draws while sessions run on the node: a moving average over the spans between
 * two looks at both of which some ran.
 */
public final class WorkingPower {
  private static final double WEIGHT = 0.2;

  private double watts;
  private boolean worked;
  private long lookedNanos;

  /**
   * @param joules since the look before
   * @param works whether sessions run now
   */
  public void look(double joules, boolean works, long nowNanos) {
    var seconds = (nowNanos - lookedNanos) / 1e9;
    if (worked && works && seconds > 0 && joules > 0) {
      var now = joules / seconds;
      watts = watts == 0 ? now : watts + WEIGHT * (now - watts);
    }
    worked = works;
    lookedNanos = nowNanos;
  }

  /** Empty until it was measured; at least 1. */
  public OptionalInt watts() {
    return watts == 0 ? OptionalInt.empty() : OptionalInt.of(Math.max(1, (int) Math.round(watts)));
  }
}
