package coop.imece.gateway.template;

/** Counts one rendering against its limits. Each method throws when its limit is passed. */
final class Budget {
  private final Limits limits;
  private long steps;
  private long characters;
  private int depth;

  Budget(Limits limits) {
    this.limits = limits;
  }

  void step() {
    steps(1);
  }

  void steps(long count) {
    steps += count;
    if (steps > limits.steps()) {
      throw EvaluationFault.of("stopped after %d steps", limits.steps());
    }
  }

  /** Before a text is gone through, in search of another one or with none. */
  void read(Text text, Text... patterns) {
    long cost = 1 + text.chars().length() / 16;
    for (var pattern : patterns) {
      cost *= 1 + pattern.chars().length() / 64;
    }
    steps(cost);
  }

  /** Before a text of that many characters, or a list of that many elements, is made. */
  void grow(long count) {
    characters += count;
    if (count < 0 || characters > limits.characters()) {
      throw EvaluationFault.of("stopped after making %d characters", limits.characters());
    }
  }

  void enter() {
    if (++depth > limits.depth()) {
      throw EvaluationFault.of("nested deeper than %d", limits.depth());
    }
  }

  void leave() {
    depth--;
  }
}
