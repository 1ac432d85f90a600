package coop.imece.gateway.template;

import java.time.Clock;

/** What one rendering hands to everything that takes part in it. */
record Rendering(Budget budget, Comparison comparison, Clock clock) {
  static Rendering within(Limits limits, Clock clock) {
    var budget = new Budget(limits);
    return new Rendering(budget, new Comparison(budget), clock);
  }

  Text print(Value value) {
    return Printer.print(value, budget);
  }
}
