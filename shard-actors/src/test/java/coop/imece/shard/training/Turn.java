package coop.imece.shard.training;

/** One question as it was typed, and its answer. */
record Turn(String question, String answer) {}
