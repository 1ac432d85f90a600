package coop.imece.gateway.generation;

import coop.imece.core.SessionId;
import org.apache.pekko.actor.typed.ActorRef;

/** What the gateway's routes ask of the pipeline. */
public sealed interface GenerationCommand {

  /**
   * Generates an answer. {@code replyTo} is told any number of {@link GenerationEvent.Token} in the
   * order of their positions, then exactly one {@link GenerationEvent.Finished} or {@link
   * GenerationEvent.Failed}.
   */
  record Start(GenerationRequest request, ActorRef<GenerationEvent> replyTo)
      implements GenerationCommand {}

  /**
   * The answer's text is complete, for a stop string has come: ends the generation at every stage.
   * Answered by {@link GenerationEvent.Finished} with what was used; tokens sent before are
   * ignored.
   */
  record Stop(SessionId session) implements GenerationCommand {}

  /**
   * Nobody waits any more: stops a generation at every stage and frees its KV caches. Not answered;
   * no event needs to follow. Unknown and finished sessions are ignored.
   */
  record Cancel(SessionId session) implements GenerationCommand {}

  /** The word of its own sessions: implemented privately. */
  non-sealed interface Internal extends GenerationCommand {}
}
