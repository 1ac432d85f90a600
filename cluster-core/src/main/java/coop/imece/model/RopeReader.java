package coop.imece.model;

/**
 * The rotary embedding's fields: {@code rope_theta} and {@code rope_scaling}, or both in the newer
 * {@code rope_parameters}.
 */
record RopeReader(double theta, RopeScaling scaling) {
  private static final double DEFAULT_THETA = 10_000;

  static RopeReader of(ConfigFields config) {
    var field = config.given("rope_parameters") ? "rope_parameters" : "rope_scaling";
    if (!config.given(field)) {
      return new RopeReader(config.number("rope_theta", DEFAULT_THETA), new RopeScaling.Default());
    }
    var rope = config.nested(field);
    var theta = rope.number("rope_theta", config.number("rope_theta", DEFAULT_THETA));
    if (rope.number("partial_rotary_factor", 1) != 1) {
      throw rope.unsupported("partial_rotary_factor", "1");
    }
    return new RopeReader(theta, scaling(rope));
  }

  private static RopeScaling scaling(ConfigFields rope) {
    var field = rope.given("rope_type") ? "rope_type" : "type";
    return switch (rope.text(field)) {
      case "default" -> new RopeScaling.Default();
      case "linear" -> new RopeScaling.Linear(rope.number("factor"));
      case "llama3" ->
          new RopeScaling.Llama3(
              rope.number("factor"),
              rope.number("low_freq_factor"),
              rope.number("high_freq_factor"),
              rope.integer("original_max_position_embeddings", 1, 1 << 24));
      default -> throw rope.unsupported(field, "default, linear or llama3");
    };
  }
}
