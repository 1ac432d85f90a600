package coop.imece.ledger.actor;

import coop.imece.ledger.actor.JournalOpening.Opened;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Collects what is asked while a batch is being written, and hands the ledger one batch at a time:
 * one transaction for many commands. It opens the journal, opens it again after a failure, and
 * stops serving for good when history is not what was signed or another process writes it.
 */
final class LedgerBatcher extends AbstractBehavior<LedgerBatcher.Message> {
  /** None of these has a form on the wire. */
  sealed interface Message {}

  record Submit(String session, Asked asked, ActorRef<? super LedgerGate.Done> replyTo)
      implements Message {}

  /** The ledger has read its history. */
  record Ready(long size) implements Message {}

  /** One reply for each question of the batch, in its order; what was recorded is durable. */
  record BatchDone(List<Reply> replies) implements Message {}

  /** History or numbers contradict each other: nothing may be served. */
  record Broken(String reason) implements Message {}

  private record JournalOpened(Opened opened) implements Message {}

  private record JournalClosed(Throwable cause) implements Message {}

  private record ClaimChecked(Optional<String> supersededBy) implements Message {}

  private record CheckClaim() implements Message {}

  private record Sweep() implements Message {}

  private record Open() implements Message {}

  private static final int SWEPT_AT_ONCE = 1_000;

  private final SteadyClock steadyClock = new SteadyClock();
  private final LedgerSettings settings;
  private final LedgerParts parts;
  private final TimerScheduler<Message> timers;
  private final ArrayDeque<Submit> queue = new ArrayDeque<>();
  private List<Submit> inFlight = List.of();
  private Optional<ActorRef<LedgerActor.Message>> ledger = Optional.empty();

  /** Why nothing is served now; empty while all is well. */
  private Optional<String> obstacle = Optional.of("the ledger is starting");

  private boolean beginning;
  private boolean broken;
  private Duration pause;

  private LedgerBatcher(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      LedgerSettings settings,
      LedgerParts parts) {
    super(context);
    context.setLoggerName(LedgerBatcher.class);
    this.timers = timers;
    this.settings = settings;
    this.parts = parts;
    this.pause = settings.reopenAfter();
    timers.startTimerWithFixedDelay(new CheckClaim(), settings.claimCheckEvery());
    timers.startTimerWithFixedDelay(new Sweep(), settings.sweepEvery());
    open();
  }

  static Behavior<Message> create(LedgerSettings settings, LedgerParts parts) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new LedgerBatcher(context, timers, settings, parts)));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(BatchDone.class, this::onBatchDone)
        .onMessage(Open.class, message -> open())
        .onMessage(JournalOpened.class, this::onOpened)
        .onMessage(JournalClosed.class, this::onClosed)
        .onMessage(Ready.class, this::onReady)
        .onMessage(Broken.class, this::onBroken)
        .onMessage(CheckClaim.class, this::onCheckClaim)
        .onMessage(Sweep.class, this::onSweep)
        .onMessage(ClaimChecked.class, this::onClaimChecked)
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private Behavior<Message> onSubmit(Submit submit) {
    if (obstacle.isPresent()) {
      answer(submit, new Reply.Unavailable(obstacle.get()));
    } else if (queue.size() == settings.queueLimit()) {
      answer(submit, busy());
    } else {
      queue.add(submit);
      sendBatch();
    }
    return this;
  }

  private Behavior<Message> onBatchDone(BatchDone done) {
    if (beginning) {
      return onBegun(done);
    }
    for (int i = 0; i < inFlight.size(); i++) {
      answer(inFlight.get(i), done.replies().get(i));
    }
    inFlight = List.of();
    sendBatch();
    return this;
  }

  private void sendBatch() {
    if (!inFlight.isEmpty() || queue.isEmpty() || obstacle.isPresent()) {
      return;
    }
    var batch = new ArrayList<Submit>();
    while (batch.size() < settings.batchLimit() && !queue.isEmpty()) {
      batch.add(queue.poll());
    }
    inFlight = batch;
    var questions = batch.stream().map(submit -> submit.asked().question()).toList();
    ledger.orElseThrow().tell(new LedgerActor.Batch(questions));
  }

  private Behavior<Message> open() {
    getContext()
        .pipeToSelf(
            parts.opening().open(),
            (opened, failure) ->
                failure == null ? new JournalOpened(opened) : new JournalClosed(failure));
    return this;
  }

  private Behavior<Message> onOpened(JournalOpened message) {
    if (message.opened() instanceof Opened.Refused refused) {
      return onBroken(new Broken(refused.reason()));
    }
    var history = (Opened.History) message.opened();
    var actor =
        getContext()
            .spawnAnonymous(
                LedgerActor.create(settings, parts, history.signed(), getContext().getSelf()));
    getContext().watch(actor);
    ledger = Optional.of(actor);
    return this;
  }

  private Behavior<Message> onClosed(JournalClosed closed) {
    obstacle = Optional.of("the ledger's journal can't be reached");
    getContext()
        .getLog()
        .warn("journal can't be opened, next try in {}: {}", pause, closed.cause().getMessage());
    reopenLater();
    return this;
  }

  /** The first batch opens an empty ledger and records the policy if it changed. */
  private Behavior<Message> onReady(Ready ready) {
    getContext().getLog().info("ledger opened, size {}", ready.size());
    beginning = true;
    ledger
        .orElseThrow()
        .tell(
            new LedgerActor.Batch(
                List.of(
                    new Question.Record(new LedgerCommand.Begin(settings.origin())),
                    new Question.Record(new LedgerCommand.SetPolicy(settings.policy())))));
    return this;
  }

  private Behavior<Message> onBegun(BatchDone done) {
    beginning = false;
    for (var reply : done.replies()) {
      if (reply instanceof Reply.Refused refused) {
        return onBroken(new Broken(refused.refusal().message()));
      }
    }
    obstacle = Optional.empty();
    pause = settings.reopenAfter();
    return this;
  }

  private Behavior<Message> onBroken(Broken message) {
    getContext().getLog().error("the ledger refuses to serve: {}", message.reason());
    broken = true;
    dropAll("the ledger refuses to serve: " + message.reason());
    ledger.ifPresent(getContext()::stop);
    return this;
  }

  private Behavior<Message> onTerminated(Terminated terminated) {
    ledger = Optional.empty();
    beginning = false;
    if (!broken) {
      getContext().getLog().warn("journal failed, opened again in {}", pause);
      dropAll("the ledger's journal failed");
      reopenLater();
    }
    return this;
  }

  /** What is in flight may be done or not; what waits was not begun. */
  private void dropAll(String reason) {
    obstacle = Optional.of(reason);
    inFlight.forEach(submit -> answer(submit, new Reply.Unknown(reason)));
    inFlight = List.of();
    queue.forEach(submit -> answer(submit, new Reply.Unavailable(reason)));
    queue.clear();
  }

  private void reopenLater() {
    timers.startSingleTimer(new Open(), pause);
    var doubled = pause.multipliedBy(2);
    var most = settings.reopenAfterAtMost();
    pause = doubled.compareTo(most) < 0 ? doubled : most;
  }

  private Behavior<Message> onCheckClaim(CheckClaim check) {
    if (!broken && ledger.isPresent()) {
      getContext()
          .pipeToSelf(
              parts.opening().supersededBy(),
              (other, failure) ->
                  new ClaimChecked(failure == null ? other : Optional.<String>empty()));
    }
    return this;
  }

  /** Holds and lots end by the clock, so nothing is swept while the clock is in doubt. */
  private Behavior<Message> onSweep(Sweep sweep) {
    if (obstacle.isEmpty() && steadyClock.isSteady(parts.clock().millis(), System.nanoTime())) {
      var due = new Question.Record(new LedgerCommand.Sweep(SWEPT_AT_ONCE));
      return onSubmit(new Submit("", new Asked(0, due), getContext().getSystem().ignoreRef()));
    }
    return this;
  }

  private Behavior<Message> onClaimChecked(ClaimChecked checked) {
    checked
        .supersededBy()
        .filter(other -> !broken)
        .ifPresent(other -> onBroken(new Broken(JournalOpening.superseded(other))));
    return this;
  }

  private static Reply busy() {
    return new Reply.Refused(
        new Refusal(Refusal.Reason.BUSY, "too many commands wait for the ledger, try again"));
  }

  private static void answer(Submit submit, Reply reply) {
    submit
        .replyTo()
        .tell(new LedgerGate.Done(submit.session(), new Answered(submit.asked().id(), reply)));
  }
}
