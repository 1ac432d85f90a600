package coop.imece.shard.training;

import java.util.List;

/**
 * What the model is trained on.
 *
 * @param system an instruction before the turns, or an empty text
 * @param turns at least one
 */
record Conversation(String system, List<Turn> turns) {
  Conversation {
    turns = List.copyOf(turns);
  }

  static Conversation of(Turn turn) {
    return new Conversation("", List.of(turn));
  }
}
