package coop.imece.scheduler.actor;

import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.scheduler.Absences;
import coop.imece.scheduler.Assignment;
import coop.imece.scheduler.Change;
import coop.imece.scheduler.Cooperative;
import coop.imece.scheduler.HardwareWatch;
import coop.imece.scheduler.NodeCommand;
import coop.imece.scheduler.NodeCommand.MeasureRoundTrips;
import coop.imece.scheduler.NodeCommand.ReportHardware;
import coop.imece.scheduler.NodeCommand.ServeSlice;
import coop.imece.scheduler.NodeCommand.Superseded;
import coop.imece.scheduler.PlanReply.NoPipeline;
import coop.imece.scheduler.PlanReply.Planned;
import coop.imece.scheduler.RouteDecision.NoRoute;
import coop.imece.scheduler.RouteDecision.Route;
import coop.imece.scheduler.SchedulerProtocol.Advertise;
import coop.imece.scheduler.SchedulerProtocol.CachedPrefix;
import coop.imece.scheduler.SchedulerProtocol.Command;
import coop.imece.scheduler.SchedulerProtocol.ExplainRoute;
import coop.imece.scheduler.SchedulerProtocol.GetStatus;
import coop.imece.scheduler.SchedulerProtocol.GridScores;
import coop.imece.scheduler.SchedulerProtocol.Internal;
import coop.imece.scheduler.SchedulerProtocol.ListNodes;
import coop.imece.scheduler.SchedulerProtocol.PlanSession;
import coop.imece.scheduler.SchedulerProtocol.RegisterHardware;
import coop.imece.scheduler.SchedulerProtocol.Review;
import coop.imece.scheduler.SchedulerProtocol.SessionEnded;
import coop.imece.scheduler.StageProfile;
import coop.imece.scheduler.registry.FactCommand;
import coop.imece.scheduler.registry.Rating;
import coop.imece.scheduler.registry.actor.RegistryProtocol;
import coop.imece.scheduler.registry.actor.RegistryProtocol.Ratings;
import coop.imece.scheduler.routing.SessionNeed;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.StageAssignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The cooperative's one scheduler: hears nodes, tells them what to serve, plans sessions. It keeps
 * addresses and the clock; every decision is {@link Cooperative}'s.
 */
public final class Scheduler extends AbstractBehavior<Command> {
  private static final double UNKNOWN_GRID = 0.5;

  private final Cooperative cooperative;
  private final LongSupplier millis;
  private final FactQueue facts;
  private final HardwareWatch hardware;
  private final Absences absences;
  private final Map<String, Double> gridScores;
  private final Addresses addresses;

  /** Whether the registry has said whom it knows. */
  private boolean recovered;

  private record Rated(Ratings ratings) implements Internal {}

  private record Tick() implements Internal {}

  /** A member was taken out, or one joined at its address. */
  record MemberDown(Address address, boolean down) implements Internal {}

  private record NodeStopped(NodeId node, ActorRef<NodeCommand> ref) implements Internal {}

  /**
   * @param millis a clock that does not go backwards
   * @param firstNumber of the commands, above those of any scheduler before this one
   * @param registry keeps the facts about nodes
   */
  public static Behavior<Command> create(
      SchedulerSettings settings,
      LongSupplier millis,
      long firstNumber,
      Behavior<RegistryProtocol.Command> registry) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Tick(), settings.tick());
                  var gridScores = new HashMap<String, Double>();
                  var cooperative =
                      new Cooperative(
                          settings.cooperative(),
                          region -> gridScores.getOrDefault(region, UNKNOWN_GRID),
                          firstNumber);
                  var facts =
                      new FactQueue(
                          context.spawn(registry, "registry"),
                          context.messageAdapter(Ratings.class, Rated::new),
                          settings.factsLimit(),
                          settings.factsPerBatch());
                  var hardware =
                      new HardwareWatch(settings.stepTimes(), settings.measureAgainAfter());
                  var addresses = new Addresses(context, NodeStopped::new, firstNumber);
                  var absences = new Absences(settings.awayAfter());
                  return new Scheduler(
                      context,
                      cooperative,
                      millis,
                      facts,
                      hardware,
                      absences,
                      gridScores,
                      addresses);
                }));
  }

  private Scheduler(
      ActorContext<Command> context,
      Cooperative cooperative,
      LongSupplier millis,
      FactQueue facts,
      HardwareWatch hardware,
      Absences absences,
      Map<String, Double> gridScores,
      Addresses addresses) {
    super(context);
    context.setLoggerName(Scheduler.class);
    this.cooperative = cooperative;
    this.millis = millis;
    this.facts = facts;
    this.hardware = hardware;
    this.absences = absences;
    this.gridScores = gridScores;
    this.addresses = addresses;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Advertise.class, this::onAdvertise)
        .onMessage(RegisterHardware.class, this::onRegisterHardware)
        .onMessage(Review.class, this::onReview)
        .onMessage(Rated.class, this::onRated)
        .onMessage(GridScores.class, this::onGridScores)
        .onMessage(PlanSession.class, this::onPlanSession)
        .onMessage(SessionEnded.class, this::onSessionEnded)
        .onMessage(ExplainRoute.class, this::onExplainRoute)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessage(ListNodes.class, this::onListNodes)
        .onMessage(Tick.class, tick -> onTick())
        .onMessage(NodeStopped.class, this::onNodeStopped)
        .onMessage(MemberDown.class, this::onMemberDown)
        .build();
  }

  private Behavior<Command> onAdvertise(Advertise advertise) {
    var id = advertise.advertisement().node();
    if (addresses.isDown(advertise.node())) {
      return this; // it has not noticed yet, and no stage could speak to it for long
    }
    if (cooperative.isSuperseded(advertise.advertisement())) {
      getContext().getLog().warn("node {} runs twice: the one that started first is to end", id);
      advertise.node().tell(new Superseded());
      return this;
    }
    var changes = cooperative.advertised(advertise.advertisement(), millis.getAsLong());
    addresses.put(id, advertise.node(), advertise.stage());
    log(changes);
    if (changes.contains(new Change.NodeJoined(id))) {
      absences.back(id);
      onFact(new FactCommand.Presence(id, true));
    }
    if (!changes.isEmpty()) {
      send(cooperative.place(millis.getAsLong()));
    }
    compareWithHardware(advertise);
    addresses
        .peersDue(id, millis.getAsLong())
        .ifPresent(peers -> advertise.node().tell(new MeasureRoundTrips(peers)));
    return this;
  }

  private void compareWithHardware(Advertise advertise) {
    var said = advertise.advertisement();
    if (hardware.advertised(said)) {
      advertise.node().tell(new ReportHardware(false));
    }
    hardware.seen(said.node(), said.seen().steps(), millis.getAsLong()).forEach(this::onFinding);
  }

  private void onFinding(HardwareWatch.Finding finding) {
    var node = finding.node();
    if (finding.measureAgain()) {
      getContext()
          .getLog()
          .info(
              "node {} is to measure itself again: its steps, as others see them, don't fit", node);
      addresses.node(node).ifPresent(ref -> ref.tell(new ReportHardware(true)));
    }
    finding.slowness().ifPresent(slowness -> onFact(new FactCommand.StepTimeSeen(node, slowness)));
  }

  private Behavior<Command> onRegisterHardware(RegisterHardware said) {
    var measured = said.measurement();
    if (hardware.registered(measured)) {
      getContext()
          .getLog()
          .info(
              "node {} has the hardware {}: {}, multiplier {}",
              measured.node(),
              measured.fingerprint(),
              measured.hardwareClass(),
              measured.m4() / 1e4);
    }
    return onFact(new FactCommand.Measured(measured));
  }

  private Behavior<Command> onPlanSession(PlanSession ask) {
    var cached =
        ask.cached().stream()
            .collect(Collectors.toMap(CachedPrefix::node, CachedPrefix::positions, Math::max));
    var need =
        new SessionNeed(ask.model(), ask.promptTokens(), ask.maxTokens(), ask.avoid(), cached);
    logVerdicts(ask.session(), need);
    var decision = cooperative.plan(need, millis.getAsLong());
    if (decision instanceof Route route) {
      var choice = route.choice();
      getContext()
          .getLog()
          .debug(
              "session {} is planned on {}: {}", ask.session(), choice.nodes(), choice.summary());
      ask.replyTo().tell(new Planned(ask.session(), plan(route), ratings(route), profiles(route)));
    } else if (decision instanceof NoRoute none) {
      getContext().getLog().info("no pipeline for session {}: {}", ask.session(), none.text());
      ask.replyTo().tell(new NoPipeline(ask.session(), none.reason(), none.text(), none.missing()));
    } else {
      throw new IllegalStateException("unknown decision " + decision.getClass());
    }
    return this;
  }

  /** Why each node serves or does not: as much work as the plan itself, so only when asked for. */
  private void logVerdicts(SessionId session, SessionNeed need) {
    var log = getContext().getLog();
    if (log.isTraceEnabled()) {
      for (var verdict : cooperative.explain(need, millis.getAsLong()).nodes()) {
        log.trace(
            "session {}: {} {}: {}", session, verdict.node(), verdict.verdict(), verdict.text());
      }
    }
  }

  private List<Rating> ratings(Route route) {
    return route.choice().stages().stream()
        .flatMap(stage -> cooperative.rating(stage.node()).stream())
        .toList();
  }

  private List<StageProfile> profiles(Route route) {
    return route.choice().stages().stream()
        .map(stage -> cooperative.profile(stage.node()))
        .toList();
  }

  private PipelinePlan plan(Route route) {
    var stages =
        route.choice().stages().stream()
            .map(s -> new StageAssignment(s.node(), s.layers(), addresses.stage(s.node())))
            .toList();
    return new PipelinePlan(route.model(), stages);
  }

  private Behavior<Command> onSessionEnded(SessionEnded ended) {
    if (!ended.failed().isEmpty()) {
      getContext().getLog().info("session {} failed at {}", ended.session(), ended.failed());
    }
    cooperative.sessionEnded(ended.completed(), ended.failed(), millis.getAsLong());
    ended
        .seen()
        .flatMap(seen -> hardware.seenByOwner(ended.session(), seen, millis.getAsLong()))
        .ifPresent(this::onFinding);
    ended.completed().forEach(node -> onFact(new FactCommand.TaskEnded(node, true)));
    ended.failed().forEach(node -> onFact(new FactCommand.TaskEnded(node, false)));
    return this;
  }

  private Behavior<Command> onReview(Review review) {
    return onFact(
        review.clear()
            ? new FactCommand.ClearReview(review.node())
            : new FactCommand.OpenReview(review.node()));
  }

  private Behavior<Command> onFact(FactCommand fact) {
    if (!facts.add(fact)) {
      getContext().getLog().warn("the registry is behind: a fact about {} is lost", fact.node());
    }
    return this;
  }

  private Behavior<Command> onGridScores(GridScores said) {
    gridScores.clear();
    gridScores.putAll(said.scores());
    return this;
  }

  private Behavior<Command> onRated(Rated rated) {
    for (var rating : rated.ratings.ratings()) {
      log(cooperative.rated(rating));
      if (!recovered && addresses.node(rating.node()).isEmpty()) {
        absences.gone(rating.node(), millis.getAsLong()); // it may come again to this scheduler
      }
    }
    recovered = true;
    facts.written();
    return this;
  }

  private Behavior<Command> onExplainRoute(ExplainRoute ask) {
    var need =
        new SessionNeed(ask.model(), ask.promptTokens(), ask.maxTokens(), ask.avoid(), Map.of());
    ask.replyTo().tell(cooperative.explain(need, millis.getAsLong()));
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus ask) {
    ask.replyTo().tell(cooperative.status());
    return this;
  }

  private Behavior<Command> onListNodes(ListNodes ask) {
    ask.replyTo().tell(cooperative.list());
    return this;
  }

  private Behavior<Command> onTick() {
    var changes = cooperative.expire(millis.getAsLong());
    changes.stream()
        .filter(Change.NodeLeft.class::isInstance)
        .forEach(change -> forget(((Change.NodeLeft) change).node()));
    log(changes);
    absences.due(millis.getAsLong()).forEach(node -> onFact(new FactCommand.Presence(node, false)));
    send(cooperative.repair(millis.getAsLong()));
    return this;
  }

  private void forget(NodeId node) {
    hardware.left(node);
    addresses.remove(node);
    absences.gone(node, millis.getAsLong());
  }

  private Behavior<Command> onNodeStopped(NodeStopped stopped) {
    if (addresses.node(stopped.node).equals(Optional.of(stopped.ref))) {
      forget(stopped.node);
      log(cooperative.left(stopped.node, "its actor stopped"));
    }
    return this;
  }

  private Behavior<Command> onMemberDown(MemberDown member) {
    for (var node : addresses.down(member.address, member.down)) {
      forget(node);
      log(cooperative.left(node, "it was taken out of the cluster"));
    }
    return this;
  }

  private void send(List<Assignment> assignments) {
    for (var due : assignments) {
      logAssignment(due);
      addresses
          .node(due.node())
          .orElseThrow()
          .tell(new ServeSlice(due.model(), due.layers(), due.number()));
    }
  }

  private void logAssignment(Assignment due) {
    if (!due.again()) {
      getContext()
          .getLog()
          .info("node {} is to serve layers {} of {}", due.node(), due.layers(), due.model());
    }
  }

  private void log(List<Change> changes) {
    changes.forEach(change -> getContext().getLog().info("{}", change));
  }
}
