package coop.imece.stage;

import coop.imece.core.SessionId;
import coop.imece.core.StageInput;
import coop.imece.core.WireMessage;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a pipeline stage accepts. Positions are 0-based.
 *
 * <p>A session goes: {@link OpenSession} to every stage, {@link Begin} to the first when all have
 * opened (a stage that is alone in the plan begins when it opens); then {@link Forward} from stage
 * to stage, and from the last to the first with the token it sampled (the ring), until the last
 * stage finishes; {@link EndSession} to every stage. Decode steps may go by a link of their own
 * ({@link AskLink}), and so may sampled tokens to the owner.
 *
 * <p>Delivery is at most once, so every message may be sent again and does no harm twice: what lies
 * before the position that a stage expects is dropped, and what lies behind it is asked for by
 * {@link Resend}. A peer is any actor that speaks this protocol, not only a cluster member's.
 */
public final class StageProtocol {
  private StageProtocol() {}

  public sealed interface Command
      permits OpenSession,
          Begin,
          Forwards,
          Accepted,
          Resend,
          Probe,
          EndSession,
          ReportWork,
          AskLink,
          AskEcho,
          Echo,
          StepArrived,
          Internal {}

  /**
   * Reserves a place for a session, or takes an open one over into a new attempt.
   *
   * @param attempt counts from 1; a higher one replaces a lower
   * @param stage index of the receiver in the plan
   * @param keepAtMost positions whose keys and values may be kept from the attempt before, or in
   *     the first attempt from an ended session that started alike
   * @param owner is told of everything; the session ends with it
   * @param tokensTo where the owner's process takes the sampled tokens, {@link SampledTokens}; what
   *     does not go that way is told to the owner
   */
  public record OpenSession(
      SessionId session,
      int attempt,
      PipelinePlan plan,
      int stage,
      SessionTerms terms,
      int keepAtMost,
      ActorRef<SessionEvent> owner,
      Optional<LinkAddress> tokensTo)
      implements Command, WireMessage {}

  /** To the first stage: run the tokens that the session was opened with. One alone has begun. */
  public record Begin(SessionId session, int attempt) implements Command, WireMessage {}

  /** One forward or several. */
  public sealed interface Forwards extends Command, LinkMessage permits Forward, ForwardBatch {}

  /**
   * Runs the positions {@code [startPosition, startPosition + input.positions())}. Written by
   * {@link LinkSerializer}, not as CBOR.
   *
   * @param chunkEnd where the sender's chunk ends: frames are small, and the receiver waits for the
   *     whole chunk, so that its products are as large as the sender's
   */
  public record Forward(
      SessionId session, int attempt, int startPosition, int chunkEnd, StageInput input)
      implements Forwards {
    public Forward {
      if (startPosition < 0 || chunkEnd < startPosition + input.positions()) {
        throw new IllegalArgumentException(
            "need 0 <= startPosition and chunkEnd behind the input, was %d + %d and %d"
                .formatted(startPosition, input.positions(), chunkEnd));
      }
    }

    /** On the wire, without the envelope. */
    public int bytes() {
      return ForwardFormat.bytes(this);
    }

    /** The position behind the input's last. */
    public int endPosition() {
      return startPosition + input.positions();
    }
  }

  /**
   * What a stage made of one batch, for several sessions that go on at the same stage: as if each
   * had come alone, but together, so that they run there as one batch again.
   */
  public record ForwardBatch(List<Forward> forwards) implements Forwards {
    public ForwardBatch {
      forwards = List.copyOf(forwards);
      if (forwards.isEmpty()) {
        throw new IllegalArgumentException("a batch needs at least one Forward");
      }
    }
  }

  /**
   * From the next stage, whenever it has run a chunk of several positions, and as the answer to
   * something that it had already.
   *
   * @param receivedEnd it holds everything before
   * @param runEnd it has run everything before
   */
  public record Accepted(SessionId session, int attempt, int receivedEnd, int runEnd)
      implements Command, WireMessage {}

  /**
   * From the next stage, or from the owner when a stage is new in the plan: send again from here
   * on. The last stage tells the owner again what it sampled.
   */
  public record Resend(SessionId session, int attempt, int fromPosition)
      implements Command, WireMessage {}

  /** From the owner: does the session still run? Answered by every stage, at once. */
  public record Probe(SessionId session, int attempt, ActorRef<SessionEvent> owner)
      implements Command, WireMessage {}

  /**
   * Ends the session.
   *
   * @param blocks of its prompt and answer: the stage may keep their keys and values for a session
   *     that starts alike; none drops them
   */
  public record EndSession(SessionId session, PrefixBlocks blocks)
      implements Command, WireMessage {}

  /** From anyone: what has the stage computed so far? */
  public record ReportWork(ActorRef<StageWorkDone> replyTo) implements Command, WireMessage {}

  /** From a stage that sends to this one: by which link is it reached? No answer without one. */
  public record AskLink(ActorRef<LinkAt> replyTo) implements Command, WireMessage {}

  /** The answer of a stage: there its process takes what is for it beside the cluster's wire. */
  public record LinkAt(ActorRef<Command> stage, LinkAddress address) implements WireMessage {}

  /**
   * From another stage, to measure the round trip: answered at once.
   *
   * @param number of the question, by which the asker knows it again
   */
  public record AskEcho(ActorRef<Command> replyTo, long number) implements Command, WireMessage {}

  /** The answer to {@link AskEcho}. */
  public record Echo(long number) implements Command, WireMessage {}

  /**
   * From the stage after the next one, now and then: what the stage between made of the decode step
   * at {@code position} has come. Sender and receiver time the one between them by it, which has no
   * part in it.
   *
   * @param roundTripSeconds from the sender to the one between, and back
   */
  public record StepArrived(SessionId session, int attempt, int position, double roundTripSeconds)
      implements Command, WireMessage {}

  /** The stage's own timers and finished futures: implemented privately, never on the wire. */
  public non-sealed interface Internal extends Command {}
}
