package coop.imece.gateway.bench.pipeline;

import com.typesafe.config.Config;
import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.cluster.ClusterRole;
import coop.imece.cluster.ClusterSettings;
import coop.imece.cluster.ClusterSystem;
import coop.imece.cluster.HostPort;
import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.gateway.bench.pipeline.actor.BenchGuardian;
import coop.imece.gateway.bench.pipeline.actor.BenchGuardian.Generate;
import coop.imece.gateway.bench.pipeline.actor.TimedAnswer;
import coop.imece.gateway.generation.GenerationRequest;
import coop.imece.scheduler.CooperativeStatus;
import coop.imece.scheduler.PlanReply;
import coop.imece.scheduler.PlanReply.Planned;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.GetStatus;
import coop.imece.scheduler.SchedulerProtocol.PlanSession;
import coop.imece.scheduler.SliceState;
import coop.imece.scheduler.actor.SchedulerSingleton;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.StageAssignment;
import coop.imece.stage.StageProtocol;
import coop.imece.stage.StageProtocol.ReportWork;
import coop.imece.stage.StageWorkDone;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;

/** The gateway's end of a pipeline: this process as gateway, ledger and scheduler. */
final class Pipeline implements AutoCloseable {
  private static final Set<ClusterRole> ROLES =
      Set.of(ClusterRole.GATEWAY, ClusterRole.LEDGER, ClusterRole.SCHEDULER);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private final String model;
  private final int vocabulary;
  private final ActorSystem<Generate> system;
  private final ActorRef<SchedulerProtocol.Command> scheduler;
  private final Random random;
  private final Runnable watch;

  private Pipeline(
      String model, int vocabulary, ActorSystem<Generate> system, long seed, Runnable watch) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.system = system;
    this.scheduler = SchedulerSingleton.init(system);
    this.random = new Random(seed);
    this.watch = watch;
  }

  /**
   * @param model id of the served model
   * @param seed of the prompts
   * @param watch throws when no answer can come any more
   */
  static Pipeline start(String model, int vocabulary, long seed, Config config, Runnable watch) {
    var settings = ClusterSettings.from(config, ROLES);
    var system = ClusterSystem.start(BenchGuardian.create(model), settings, config);
    return new Pipeline(model, vocabulary, system, seed, watch);
  }

  /** Where nodes join. */
  HostPort address() {
    return ClusterSystem.addressOf(system);
  }

  /** How many nodes have loaded their slices. */
  long readyNodes() {
    return ask(scheduler, (ActorRef<CooperativeStatus> replyTo) -> new GetStatus(replyTo))
        .nodes()
        .stream()
        .filter(node -> node.state().equals(Optional.of(SliceState.READY)))
        .count();
  }

  /** Asks for an answer of exactly so many tokens to a prompt that nobody has asked before. */
  TimedAnswer answer(int promptTokens, int tokens) {
    var prompt = TokenIds.own(random.ints(promptTokens, 0, vocabulary).toArray());
    var answer = new TimedAnswer(watch);
    var request =
        new GenerationRequest(newSession(), model, prompt, SamplingParameters.greedy(), tokens);
    system.tell(new Generate(request, answer));
    return answer;
  }

  /** The stages in the pipeline's order. */
  List<StageAssignment> stages() {
    var reply =
        ask(
            scheduler,
            (ActorRef<PlanReply> replyTo) ->
                new PlanSession(newSession(), model, 1, 1, Set.of(), replyTo));
    if (reply instanceof Planned planned) {
      return planned.plan().stages();
    }
    throw new CommandFailure(ExitCode.FAILED, ((PlanReply.NoPipeline) reply).text());
  }

  /** What a stage has computed so far. */
  StageWorkDone work(StageAssignment stage) {
    return ask(
        stage.stage(),
        (ActorRef<StageWorkDone> replyTo) -> (StageProtocol.Command) new ReportWork(replyTo));
  }

  private SessionId newSession() {
    return SessionId.of(System.currentTimeMillis(), random);
  }

  private <Q, A> A ask(ActorRef<Q> actor, Function<ActorRef<A>, Q> question) {
    CompletionStage<A> answer = AskPattern.ask(actor, question, ANSWER_WITHIN, system.scheduler());
    try {
      return answer.toCompletableFuture().join();
    } catch (CompletionException late) {
      throw new CommandFailure(
          ExitCode.FAILED, "%s did not answer within %s".formatted(actor.path(), ANSWER_WITHIN));
    }
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
