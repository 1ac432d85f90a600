package coop.imece.gateway.api;

import coop.imece.gateway.generation.GenerationEvent.Failure;
import coop.imece.gateway.generation.GenerationUsage;
import coop.imece.stage.FinishReason;

/** What comes of an answer with one or more choices; the choices' parts are interleaved. */
public sealed interface AnswerPart {

  /** More text of a choice, never empty. */
  record Text(int choice, String text) implements AnswerPart {}

  /** The last part of a choice. */
  record Ended(int choice, FinishReason reason, GenerationUsage usage) implements AnswerPart {}

  /** Nothing has come for a while; the answer goes on. */
  record Waiting() implements AnswerPart {}

  /** Ends all choices. */
  record Failed(Failure reason, String message) implements AnswerPart {}
}
