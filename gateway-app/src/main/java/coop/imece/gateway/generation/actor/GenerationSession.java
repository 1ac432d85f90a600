package coop.imece.gateway.generation.actor;

import coop.imece.gateway.carbon.actor.CarbonDesk;
import coop.imece.gateway.generation.GenerationEvent;
import coop.imece.gateway.generation.GenerationEvent.Failure;
import coop.imece.gateway.generation.GenerationRequest;
import coop.imece.gateway.generation.GenerationUsage;
import coop.imece.gateway.generation.actor.SessionMessage.Cancel;
import coop.imece.gateway.generation.actor.SessionMessage.PlanCame;
import coop.imece.gateway.generation.actor.SessionMessage.StageGone;
import coop.imece.gateway.generation.actor.SessionMessage.StageSaid;
import coop.imece.gateway.generation.actor.SessionMessage.Stop;
import coop.imece.gateway.generation.actor.SessionMessage.Timer;
import coop.imece.scheduler.NoPipelineReason;
import coop.imece.scheduler.PlanReply;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.stage.FinishReason;
import coop.imece.stage.LinkAddress;
import coop.imece.stage.PrefixBlocks;
import coop.imece.stage.Refusal;
import coop.imece.stage.SessionEvent;
import coop.imece.stage.SessionEvent.SessionFailed;
import coop.imece.stage.SessionEvent.SessionOpened;
import coop.imece.stage.SessionEvent.SessionRefused;
import coop.imece.stage.SessionEvent.StillRunning;
import coop.imece.stage.SessionEvent.TokenSampled;
import coop.imece.stage.StageProtocol.Begin;
import coop.imece.stage.StageProtocol.EndSession;
import coop.imece.stage.StageProtocol.OpenSession;
import coop.imece.stage.StageProtocol.Probe;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * One answer, from the plan to the last token. Holds the token ids so far: when a stage dies,
 * refuses or stalls, it asks for another plan and goes on there. Stages that stay in the plan keep
 * their keys and values; a stage that is new is given by the one before it what it has missed.
 */
final class GenerationSession extends AbstractBehavior<SessionMessage> {

  /**
   * Tokens that overtook the word that their stage is open; of more than this it is asked again.
   */
  private static final int EARLY_TOKENS = 16;

  private final StashBuffer<SessionMessage> earlyTokens;
  private final GenerationRequest request;
  private final ActorRef<GenerationEvent> client;
  private final GenerationSettings settings;
  private final Optional<LinkAddress> tokensTo;
  private final TimerScheduler<SessionMessage> timers;
  private final ActorRef<SessionEvent> events;
  private final Planning planning;
  private final AnswerSoFar answer;
  private final SessionMeter meter;

  private Optional<OpenStages> stages = Optional.empty();
  private int attempt;
  private int failovers;
  private boolean begun;
  private Optional<Refusal> refused = Optional.empty();

  /** Positions that no stage of this answer has run: they came from an earlier session. */
  private int reused;

  private int keepAtMost = Integer.MAX_VALUE;

  static Behavior<SessionMessage> create(
      GenerationRequest request,
      Set<Integer> endOfSequence,
      ActorRef<GenerationEvent> client,
      ActorRef<SchedulerProtocol.Command> scheduler,
      GenerationSettings settings,
      CarbonDesk carbon,
      Optional<LinkAddress> tokensTo) {
    return Behaviors.setup(
        context ->
            Behaviors.withStash(
                EARLY_TOKENS,
                earlyTokens ->
                    Behaviors.withTimers(
                        timers ->
                            new GenerationSession(
                                context,
                                earlyTokens,
                                timers,
                                request,
                                new AnswerSoFar(request, endOfSequence),
                                client,
                                scheduler,
                                settings,
                                carbon,
                                tokensTo))));
  }

  private GenerationSession(
      ActorContext<SessionMessage> context,
      StashBuffer<SessionMessage> earlyTokens,
      TimerScheduler<SessionMessage> timers,
      GenerationRequest request,
      AnswerSoFar answer,
      ActorRef<GenerationEvent> client,
      ActorRef<SchedulerProtocol.Command> scheduler,
      GenerationSettings settings,
      CarbonDesk carbon,
      Optional<LinkAddress> tokensTo) {
    super(context);
    context.setLoggerName(GenerationSession.class);
    this.earlyTokens = earlyTokens;
    this.timers = timers;
    this.request = request;
    this.answer = answer;
    this.client = client;
    this.settings = settings;
    this.tokensTo = tokensTo;
    this.meter = new SessionMeter(answer, carbon, System::nanoTime);
    this.events = context.messageAdapter(SessionEvent.class, StageSaid::new);
    var plans = context.messageAdapter(PlanReply.class, PlanCame::new);
    this.planning = new Planning(request, answer, scheduler, plans);
    planWithin(settings.planWithin());
  }

  @Override
  public Receive<SessionMessage> createReceive() {
    return newReceiveBuilder()
        .onMessage(StageSaid.class, this::onStageSaid)
        .onMessage(PlanCame.class, this::onPlanCame)
        .onMessage(StageGone.class, this::onStageGone)
        .onMessage(Timer.class, this::onTimer)
        .onMessage(Stop.class, stop -> finish(FinishReason.STOP))
        .onMessage(Cancel.class, cancel -> onCancel())
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  private void planWithin(Duration bound) {
    planning.within(bound);
    askForPlan();
  }

  private Behavior<SessionMessage> askForPlan() {
    planning.ask();
    timers.startSingleTimer(Timer.PLAN_DEADLINE, settings.openWithin());
    return this;
  }

  private Behavior<SessionMessage> onPlanCame(PlanCame came) {
    if (!timers.isTimerActive(Timer.PLAN_DEADLINE)) {
      return this; // the answer to a question that was asked twice
    }
    timers.cancel(Timer.PLAN_DEADLINE);
    if (came.reply() instanceof PlanReply.Planned planned) {
      meter.planned(planned);
      return open(new OpenStages(planned.plan()));
    }
    return noPlan((PlanReply.NoPipeline) came.reply());
  }

  /** Without a pipeline a new answer is refused at once; one that has begun waits for a spare. */
  private Behavior<SessionMessage> noPlan(PlanReply.NoPipeline none) {
    if (refused.isPresent() || none.reason() == NoPipelineReason.KV_CACHE_FULL) {
      return fail(Failure.OVERLOADED, "every pipeline of %s is full".formatted(request.model()));
    }
    if (!begun || planning.late()) {
      return fail(
          Failure.NO_ROUTE,
          none.reason() == NoPipelineReason.NODES_AVOIDED
              ? "no pipeline of %s works now".formatted(request.model())
              : none.text());
    }
    planning.avoidNone();
    timers.startSingleTimer(Timer.WAIT_FOR_SPARE, settings.quietAfter());
    return this;
  }

  private Behavior<SessionMessage> open(OpenStages next) {
    attempt++;
    leaveStagesNotIn(next);
    stages = Optional.of(next);
    meter.opening();
    next.notOpen().forEach(stage -> open(next, stage));
    timers.startSingleTimer(Timer.OPEN_DEADLINE, settings.openWithin());
    return this;
  }

  private void open(OpenStages open, int stage) {
    var places = open.plan().stages();
    var needsTokens = stage == 0 || stage == places.size() - 1;
    var terms = needsTokens ? answer.terms() : answer.terms().withoutTokens();
    var ref = places.get(stage).stage();
    getContext().watchWith(ref, new StageGone(attempt, stage));
    ref.tell(
        new OpenSession(
            request.session(), attempt, open.plan(), stage, terms, keepAtMost, events, tokensTo));
  }

  private void leaveStagesNotIn(OpenStages next) {
    if (stages.isPresent()) {
      for (var place : stages.get().plan().stages()) {
        getContext().unwatch(place.stage());
        if (!next.plan().stages().contains(place)) {
          place.stage().tell(new EndSession(request.session(), PrefixBlocks.NONE));
        }
      }
    }
  }

  private Behavior<SessionMessage> onStageSaid(StageSaid said) {
    var event = said.event();
    if (event.attempt() != attempt || stages.isEmpty()) {
      return this;
    }
    var open = stages.get();
    if (event instanceof TokenSampled && !open.allOpen()) {
      return keep(said);
    } else if (event instanceof TokenSampled sampled) {
      open.sampled(sampled.position(), said.nanos());
      return onSampled(sampled);
    } else if (event instanceof SessionOpened opened) {
      open.opened(opened.stage(), opened.heldPositions());
      return begin(open);
    } else if (event instanceof StillRunning running) {
      open.heard(running.stage());
      return this;
    } else if (event instanceof SessionRefused refusal) {
      refused = Optional.of(refusal.reason());
      return leave(refusal.stage(), refusal.reason() + " " + refusal.detail());
    } else if (event instanceof SessionFailed failed) {
      return goOnElsewhere(failed.stage(), failed.reason() + " " + failed.detail());
    }
    throw new IllegalStateException("unknown session event " + event.getClass());
  }

  /** A stage that is alone begins when it opens, and its tokens may come before its word. */
  private Behavior<SessionMessage> keep(StageSaid token) {
    if (!earlyTokens.isFull()) {
      earlyTokens.stash(token);
    }
    return this;
  }

  private Behavior<SessionMessage> begin(OpenStages open) {
    if (open.allOpen() && timers.isTimerActive(Timer.OPEN_DEADLINE)) {
      timers.cancel(Timer.OPEN_DEADLINE);
      if (!begun && open.differ()) {
        keepAtMost = open.heldByAll();
        return open(new OpenStages(open.plan()));
      }
      if (!begun) {
        reused = open.heldByAll();
      }
      begun = true;
      refused = Optional.empty();
      meter.began(open);
      open.heardAll();
      timers.startTimerWithFixedDelay(Timer.QUIET, settings.quietAfter());
      open.begin(request.session(), attempt);
      return earlyTokens.unstashAll(this);
    }
    return this;
  }

  private Behavior<SessionMessage> onSampled(TokenSampled sampled) {
    if (sampled.position() > answer.nextPosition()) {
      stages.orElseThrow().askAgain(request.session(), attempt, answer.nextPosition());
      return this;
    }
    if (sampled.position() < answer.nextPosition()) {
      return this;
    }
    answer.add(sampled.token());
    if (!answer.ends(sampled.token())) {
      client.tell(new GenerationEvent.Token(sampled.token()));
    }
    timers.startTimerWithFixedDelay(Timer.QUIET, settings.quietAfter());
    return sampled.finish().map(this::finish).orElse(this);
  }

  private Behavior<SessionMessage> finish(FinishReason reason) {
    var usage =
        new GenerationUsage(
            request.prompt().size(),
            answer.sampled(),
            reused,
            failovers,
            Optional.of(meter.cost()));
    client.tell(new GenerationEvent.Finished(reason, usage));
    return served();
  }

  /** What was sampled until the client went is the stages' work done. */
  private Behavior<SessionMessage> onCancel() {
    return answer.sampled() > 0 ? served() : Behaviors.stopped();
  }

  private Behavior<SessionMessage> served() {
    var lastPlanWasLeft =
        timers.isTimerActive(Timer.PLAN_DEADLINE) || timers.isTimerActive(Timer.WAIT_FOR_SPARE);
    if (!lastPlanWasLeft) {
      stages.ifPresent(planning::servedBy);
    }
    return Behaviors.stopped();
  }

  private Behavior<SessionMessage> onStageGone(StageGone gone) {
    return gone.attempt() == attempt ? goOnElsewhere(gone.stage(), "the stage is gone") : this;
  }

  private Behavior<SessionMessage> onTimer(Timer timer) {
    return switch (timer) {
      case PLAN_DEADLINE ->
          planning.late() ? fail(Failure.NO_ROUTE, "the scheduler does not answer") : askForPlan();
      case WAIT_FOR_SPARE -> askForPlan();
      case OPEN_DEADLINE ->
          goOnElsewhere(
              stages.orElseThrow().notOpen().get(0), "the stage did not open the session");
      case QUIET -> onQuiet(stages.orElseThrow());
    };
  }

  /** Nothing came for a while: a long prompt, a lost message, or a stage that hangs. */
  private Behavior<SessionMessage> onQuiet(OpenStages open) {
    var silent = open.silent(settings.probes());
    if (!silent.isEmpty()) {
      return goOnElsewhere(silent.get(0), "the stage does not answer");
    }
    open.probed();
    for (var place : open.plan().stages()) {
      place.stage().tell(new Probe(request.session(), attempt, events));
    }
    open.plan().first().stage().tell(new Begin(request.session(), attempt));
    open.askAgain(request.session(), attempt, answer.nextPosition());
    return this;
  }

  /**
   * @param stage that failed, of which the scheduler is told; -1 when nobody is known to be at
   *     fault
   */
  private Behavior<SessionMessage> goOnElsewhere(int stage, String why) {
    if (stage >= 0) {
      planning.failedAt(stages.orElseThrow().plan().stages().get(stage).node());
    }
    return leave(stage, why);
  }

  /** Goes on without the stage. One that only refused, for lack of room, has failed nobody. */
  private Behavior<SessionMessage> leave(int stage, String why) {
    timers.cancel(Timer.QUIET);
    timers.cancel(Timer.OPEN_DEADLINE);
    meter.ended();
    if (stage >= 0) {
      planning.avoid(stages.orElseThrow().plan().stages().get(stage).node());
    }
    getContext()
        .getLog()
        .info(
            "session {} attempt {} leaves stage {} at token {}: {}",
            request.session(),
            attempt,
            stage,
            answer.sampled(),
            why);
    if (attempt >= settings.maxAttempts()) {
      return fail(
          refused.isPresent() ? Failure.OVERLOADED : Failure.NO_ROUTE,
          "no pipeline finished the answer in %d attempts".formatted(attempt));
    }
    attempt++; // what the stages of this attempt still say is stale
    if (begun) {
      failovers++;
      keepAtMost = reused > 0 ? 0 : Integer.MAX_VALUE;
    }
    planWithin(begun ? settings.replanWithin() : settings.planWithin());
    return this;
  }

  private Behavior<SessionMessage> fail(Failure reason, String message) {
    client.tell(new GenerationEvent.Failed(reason, message));
    return Behaviors.stopped();
  }

  private Behavior<SessionMessage> onStop() {
    meter.cost();
    var end = new EndSession(request.session(), answer.blocks());
    stages.ifPresent(open -> open.plan().stages().forEach(place -> place.stage().tell(end)));
    return this;
  }
}
