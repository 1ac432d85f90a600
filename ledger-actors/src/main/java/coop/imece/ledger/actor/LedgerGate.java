package coop.imece.ledger.actor;

import coop.imece.core.Bytes;
import coop.imece.ledger.actor.LedgerProtocol.Answer;
import coop.imece.ledger.actor.LedgerProtocol.FrameRefused;
import coop.imece.ledger.actor.LedgerProtocol.Greet;
import coop.imece.ledger.actor.LedgerProtocol.Greeted;
import coop.imece.ledger.actor.LedgerProtocol.GreetingRefused;
import coop.imece.ledger.actor.LedgerProtocol.Request;
import coop.imece.ledger.actor.LedgerProtocol.Sealed;
import coop.imece.ledger.actor.LedgerProtocol.Submit;
import coop.imece.ledger.auth.Frame;
import coop.imece.ledger.auth.FrameRefusal;
import coop.imece.ledger.auth.Sessions;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The ledger's door and the only one of its actors that other members can speak to: the messages of
 * those behind it have no form on the wire. It opens frames, hands what they say to the batcher,
 * and seals the answers.
 */
final class LedgerGate {
  private final ActorContext<Object> context;
  private final Sessions<ActorRef<Answer>> sessions;
  private final ActorRef<LedgerBatcher.Message> batcher;

  private LedgerGate(
      ActorContext<Object> context,
      Sessions<ActorRef<Answer>> sessions,
      ActorRef<LedgerBatcher.Message> batcher) {
    this.context = context;
    this.sessions = sessions;
    this.batcher = batcher;
  }

  /** An answer of the batcher for the session that asked. */
  record Done(String session, Answered answered) {}

  /**
   * @param release called when the gate stops
   */
  static Behavior<Request> create(
      Sessions<ActorRef<Answer>> sessions,
      ActorRef<LedgerBatcher.Message> batcher,
      Runnable release) {
    return Behaviors.<Object>setup(
            context -> new LedgerGate(context, sessions, batcher).receive(release))
        .narrow();
  }

  private Behavior<Object> receive(Runnable release) {
    return Behaviors.receive(Object.class)
        .onMessage(Greet.class, this::onGreet)
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(Done.class, this::onDone)
        .onSignal(PostStop.class, signal -> released(release))
        .onSignal(PreRestart.class, signal -> released(release))
        .build();
  }

  private static Behavior<Object> released(Runnable release) {
    release.run();
    return Behaviors.same();
  }

  private Behavior<Object> onGreet(Greet greet) {
    try {
      greet.replyTo().tell(new Greeted(sessions.greet(greet.hello(), greet.replyTo())));
      context.getLog().info("gateway {} connected to the ledger", greet.replyTo().path());
    } catch (GeneralSecurityException e) {
      context
          .getLog()
          .warn("gateway {} was not let in: {}", greet.replyTo().path(), e.getMessage());
      greet.replyTo().tell(new GreetingRefused(e.getMessage()));
    }
    return Behaviors.same();
  }

  private Behavior<Object> onSubmit(Submit submit) {
    var frame = submit.frame();
    var refusal = sessions.take(frame);
    if (refusal.isPresent()) {
      refuse(submit, refusal.get());
      return Behaviors.same();
    }
    try {
      var asked = CborCodec.read(frame.payload(), Asked.class);
      batcher.tell(new LedgerBatcher.Submit(frame.session(), asked, context.getSelf()));
    } catch (UncheckedIOException e) {
      context.getLog().warn("gateway {}: {}", submit.replyTo().path(), e.getMessage(), e);
      refuse(submit, FrameRefusal.UNREADABLE);
    }
    return Behaviors.same();
  }

  private void refuse(Submit submit, FrameRefusal refusal) {
    var frame = submit.frame();
    context.getLog().debug("frame {} of {}: {}", frame.number(), frame.session(), refusal);
    submit.replyTo().tell(new FrameRefused(frame.session(), frame.number(), refusal));
  }

  private Behavior<Object> onDone(Done done) {
    sessions
        .find(done.session())
        .ifPresent(
            session -> {
              Bytes payload = CborCodec.write(done.answered());
              Frame frame = session.channel().sealer().seal(payload);
              session.peer().tell(new Sealed(frame));
            });
    return Behaviors.same();
  }
}
