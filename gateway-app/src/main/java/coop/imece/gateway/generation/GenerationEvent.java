package coop.imece.gateway.generation;

import coop.imece.stage.FinishReason;

/** What happens to a generation. The last event is {@link Finished} or {@link Failed}. */
public sealed interface GenerationEvent {

  /** One sampled id of the answer's text. The end-of-sequence id is counted, not sent. */
  record Token(int id) implements GenerationEvent {}

  record Finished(FinishReason reason, GenerationUsage usage) implements GenerationEvent {}

  /**
   * @param message one sentence for the client; no addresses, no stack trace
   */
  record Failed(Failure reason, String message) implements GenerationEvent {}

  enum Failure {
    /** No complete pipeline serves the model now. */
    NO_ROUTE,
    /** Every pipeline refused for lack of memory or capacity. */
    OVERLOADED,
    /** A bug or a broken world. */
    INTERNAL
  }
}
