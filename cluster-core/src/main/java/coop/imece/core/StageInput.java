package coop.imece.core;

/** What a stage runs its layers on: the first stage on token ids, the others on hidden states. */
public sealed interface StageInput permits TokenIds, HiddenStates {
  /** How many consecutive positions this covers. */
  int positions();
}
