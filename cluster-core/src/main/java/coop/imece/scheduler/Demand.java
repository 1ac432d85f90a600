package coop.imece.scheduler;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many positions sessions have asked for lately, model by model, whether they were served or
 * not: of what was asked, half is forgotten every half-life. No clock.
 */
final class Demand {
  private final double halfLifeMillis;
  private final Map<String, Asked> models = new HashMap<>();

  private record Asked(double positions, long atMillis) {}

  Demand(Duration halfLife) {
    this.halfLifeMillis = halfLife.toMillis();
  }

  /** A session of a known model was asked for. */
  void asked(String model, long positions, long nowMillis) {
    models.put(model, new Asked(left(model, nowMillis) + positions, nowMillis));
  }

  /** Positions a second. */
  double perSecond(String model, long nowMillis) {
    return left(model, nowMillis) * Math.log(2) * 1_000 / halfLifeMillis;
  }

  private double left(String model, long nowMillis) {
    var asked = models.get(model);
    return asked == null
        ? 0
        : asked.positions * Math.pow(0.5, (nowMillis - asked.atMillis) / halfLifeMillis);
  }
}
