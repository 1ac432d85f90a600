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
import coop.imece.ledger.auth.Channel;
import coop.imece.ledger.auth.FrameRefusal;
import coop.imece.ledger.auth.GatewayHandshake;
import coop.imece.ledger.command.Refusal;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * A gateway process's end of the session with the ledger. Messages may be lost and the ledger may
 * move to another machine: what stays without an answer is asked again in a new session, until its
 * time is over. Repeating is safe, since the ledger gives a repeated command its first answer.
 */
final class LedgerConnection {
  /** A question of this process. */
  record Ask(Question question, CompletableFuture<Reply> reply) {}

  private record Tick() {}

  private record Retry(long id) {}

  /** A question that waits for its answer; {@code sent} is when it was last asked. */
  private static final class Open {
    final Bytes payload;
    final CompletableFuture<Reply> reply;
    final long deadline;
    long sent;
    int times;
    Reply last = NOT_SAID;

    Open(Bytes payload, CompletableFuture<Reply> reply, long deadline) {
      this.payload = payload;
      this.reply = reply;
      this.deadline = deadline;
    }
  }

  private static final Reply NOT_SAID =
      new Reply.Unknown("the ledger did not say whether it was done");
  private static final Duration TICK = Duration.ofMillis(200);

  private final ActorContext<Object> context;
  private final TimerScheduler<Object> timers;
  private final ActorRef<Request> ledger;
  private final LedgerIdentity identity;
  private final LedgerClientSettings settings;
  private final Map<Long, Open> open = new LinkedHashMap<>();
  private Optional<Channel> channel = Optional.empty();
  private GatewayHandshake handshake;
  private long greeted;
  private long nextId;

  private LedgerConnection(
      ActorContext<Object> context,
      TimerScheduler<Object> timers,
      ActorRef<Request> ledger,
      LedgerIdentity identity,
      LedgerClientSettings settings) {
    this.context = context;
    this.timers = timers;
    this.ledger = ledger;
    this.identity = identity;
    this.settings = settings;
    greet();
    timers.startTimerWithFixedDelay(new Tick(), TICK);
  }

  static Behavior<Ask> create(
      ActorRef<Request> ledger, LedgerIdentity identity, LedgerClientSettings settings) {
    return Behaviors.<Object>setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new LedgerConnection(context, timers, ledger, identity, settings)
                            .receive()))
        .narrow();
  }

  private Behavior<Object> receive() {
    return Behaviors.receive(Object.class)
        .onMessage(Ask.class, this::onAsk)
        .onMessage(Sealed.class, this::onSealed)
        .onMessage(Greeted.class, this::onGreeted)
        .onMessage(GreetingRefused.class, this::onGreetingRefused)
        .onMessage(FrameRefused.class, this::onFrameRefused)
        .onMessage(Retry.class, this::onRetry)
        .onMessage(Tick.class, this::onTick)
        .build();
  }

  private Behavior<Object> onAsk(Ask ask) {
    if (open.size() == settings.pendingLimit()) {
      ask.reply()
          .complete(
              new Reply.Refused(
                  new Refusal(
                      Refusal.Reason.BUSY, "too many commands wait for the ledger, try again")));
      return Behaviors.same();
    }
    var id = nextId++;
    var payload = CborCodec.write(new Asked(id, ask.question()));
    var waiting = new Open(payload, ask.reply(), System.nanoTime() + settings.timeout().toNanos());
    open.put(id, waiting);
    send(waiting);
    return Behaviors.same();
  }

  private void send(Open waiting) {
    waiting.sent = System.nanoTime();
    waiting.times++;
    channel.ifPresent(
        session -> ledger.tell(new Submit(session.sealer().seal(waiting.payload), self())));
  }

  private Behavior<Object> onSealed(Sealed sealed) {
    if (channel.isEmpty()) {
      return Behaviors.same();
    }
    var refusal = channel.get().opener().take(sealed.frame());
    if (refusal.isEmpty()) {
      onAnswer(CborCodec.read(sealed.frame().payload(), Answered.class));
    } else if (refusal.get() == FrameRefusal.GAP) {
      greet();
    }
    return Behaviors.same();
  }

  private void onAnswer(Answered answered) {
    var waiting = open.get(answered.id());
    if (waiting == null) {
      return;
    }
    var reply = answered.reply();
    if (isToBeRepeated(reply, waiting)) {
      waiting.last = reply instanceof Reply.Refused ? NOT_SAID : reply;
      timers.startSingleTimer(answered.id(), new Retry(answered.id()), settings.retryAfter());
    } else {
      open.remove(answered.id());
      waiting.reply.complete(reply);
    }
  }

  /** A busy ledger did not take this copy; one that was sent before it may still be done. */
  private static boolean isToBeRepeated(Reply reply, Open waiting) {
    return reply instanceof Reply.Unavailable
        || reply instanceof Reply.Unknown
        || waiting.times > 1
            && reply instanceof Reply.Refused refused
            && refused.refusal().reason() == Refusal.Reason.BUSY;
  }

  private Behavior<Object> onRetry(Retry retry) {
    Optional.ofNullable(open.get(retry.id())).ifPresent(this::send);
    return Behaviors.same();
  }

  private void greet() {
    channel = Optional.empty();
    greeted = System.nanoTime();
    handshake = new GatewayHandshake(identity.origin(), identity.gateway());
    ledger.tell(new Greet(handshake.hello(), self()));
  }

  private Behavior<Object> onGreeted(Greeted message) {
    if (channel.isPresent()) {
      return Behaviors.same();
    }
    try {
      channel = Optional.of(handshake.finish(message.welcome(), identity.ledger()));
      open.values().forEach(this::send);
    } catch (GeneralSecurityException e) {
      context.getLog().warn("not connected to the ledger: {}", e.getMessage());
    }
    return Behaviors.same();
  }

  private Behavior<Object> onGreetingRefused(GreetingRefused refused) {
    context.getLog().warn("the ledger did not let this gateway in: {}", refused.reason());
    return Behaviors.same();
  }

  private Behavior<Object> onFrameRefused(FrameRefused refused) {
    if (refused.refusal() == FrameRefusal.SESSION_UNKNOWN
        || refused.refusal() == FrameRefusal.GAP) {
      channel
          .filter(session -> session.sealer().session().equals(refused.session()))
          .ifPresent(session -> greet());
    }
    return Behaviors.same();
  }

  private Behavior<Object> onTick(Tick tick) {
    var now = System.nanoTime();
    giveUp(now);
    var patience = settings.answerTimeout().toNanos();
    var silent = open.values().stream().anyMatch(waiting -> now - waiting.sent > patience);
    if (now - greeted > patience && (silent || channel.isEmpty())) {
      greet();
    }
    return Behaviors.same();
  }

  private void giveUp(long now) {
    var late = new ArrayList<Long>();
    open.forEach(
        (id, waiting) -> {
          if (now - waiting.deadline > 0) {
            late.add(id);
          }
        });
    for (var id : late) {
      var waiting = open.remove(id);
      waiting.reply.complete(waiting.last);
    }
  }

  private ActorRef<Answer> self() {
    return context.getSelf().narrow();
  }
}
