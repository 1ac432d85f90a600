package coop.imece.ledger.actor;

import coop.imece.ledger.auth.Frame;
import coop.imece.ledger.auth.FrameRefusal;
import coop.imece.ledger.auth.Hello;
import coop.imece.ledger.auth.Welcome;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the ledger accepts from gateway processes and what it answers. A cluster member can message
 * any actor, so nothing is believed but frames of a session that began with a signed greeting.
 */
public final class LedgerProtocol {
  private LedgerProtocol() {}

  /** To the ledger. */
  public sealed interface Request extends LedgerMessage permits Greet, Submit {}

  /** Opens a session; its answers go to {@code replyTo}. */
  public record Greet(Hello hello, ActorRef<Answer> replyTo) implements Request {}

  /** A sealed {@link Asked}. Refusals that need no session's key go to {@code replyTo}. */
  public record Submit(Frame frame, ActorRef<Answer> replyTo) implements Request {}

  /** From the ledger. */
  public sealed interface Answer extends LedgerMessage
      permits Greeted, GreetingRefused, FrameRefused, Sealed {}

  public record Greeted(Welcome welcome) implements Answer {}

  public record GreetingRefused(String reason) implements Answer {}

  /** The frame was not taken. */
  public record FrameRefused(String session, long number, FrameRefusal refusal) implements Answer {}

  /** A sealed {@link Answered}. */
  public record Sealed(Frame frame) implements Answer {}
}
