package coop.imece.gateway.actor;

import coop.imece.cli.Version;
import coop.imece.cluster.ClusterSystem;
import coop.imece.cluster.Ending;
import coop.imece.core.Precision;
import coop.imece.gateway.api.ServedModel;
import coop.imece.gateway.api.ServedModels;
import coop.imece.gateway.carbon.CarbonSettings;
import coop.imece.gateway.carbon.actor.CarbonParts;
import coop.imece.gateway.generation.actor.GenerationSettings;
import coop.imece.gateway.generation.actor.Generations;
import coop.imece.gateway.grid.GridScout;
import coop.imece.gateway.grid.GridSettings;
import coop.imece.gateway.grid.actor.GridPoller;
import coop.imece.gateway.http.GatewayBackend;
import coop.imece.gateway.http.GatewayServer;
import coop.imece.gateway.http.GatewaySettings;
import coop.imece.gateway.ledger.GatewayLedger;
import coop.imece.gateway.ledger.actor.ModelRecorder;
import coop.imece.gateway.operator.OperatorToken;
import coop.imece.model.ModelFolder;
import coop.imece.model.SamplingDefaults;
import coop.imece.scheduler.actor.SchedulerSingleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** The first actor of a gateway process: starts what serves the API, and the API. */
public final class GatewayGuardian extends AbstractBehavior<GatewayGuardian.Command> {
  /** What the guardian is told; nothing of it crosses the wire. */
  public sealed interface Command permits Bound, NotBound {}

  private record Bound(GatewayServer server) implements Command {}

  private record NotBound(Throwable cause) implements Command {}

  private final List<GatewayModel> models;

  private GatewayGuardian(
      ActorContext<Command> context,
      List<GatewayModel> models,
      Precision precision,
      GatewayLedger ledger,
      OperatorToken operator) {
    super(context);
    this.models = List.copyOf(models);
    var system = context.getSystem();
    var config = system.settings().config();
    var http = GatewaySettings.of(config);
    var scheduler = SchedulerSingleton.init(system);
    var grid = new GridScout(GridSettings.from(config));
    var carbon = CarbonParts.start(context, CarbonSettings.from(config));
    context.spawn(
        GridPoller.create(grid, InstantSource.system(), scheduler, carbon::publish), "grid");
    var generations =
        context.spawn(
            Generations.create(
                models.stream()
                    .map(GatewayModel::folder)
                    .collect(Collectors.toMap(ModelFolder::name, f -> f.config().endIds())),
                scheduler,
                GenerationSettings.of(config.getConfig("imece.generation")),
                carbon.desk()),
            "generations");
    models.forEach(
        model ->
            context.spawnAnonymous(
                ModelRecorder.create(ledger.client(), model.folder(), precision)));
    var backend =
        new GatewayBackend(
            new ServedModels(models.stream().map(this::served).toList()),
            generations,
            new PipelineStatus(system, scheduler, http.statusTimeout()),
            ledger.pages()::answer,
            new SchedulerOperations(system, scheduler, http.statusTimeout())
                .with(carbon.desk().account(), operator),
            Version.number());
    context.pipeToSelf(
        GatewayServer.bind(system, http, backend),
        (server, failure) -> failure == null ? new Bound(server) : new NotBound(failure));
  }

  /**
   * @param models at least one; their tokenizers are closed when the actor stops
   * @param precision in which they are served
   */
  public static Behavior<Command> create(
      List<GatewayModel> models, Precision precision, OperatorToken operator) {
    return Behaviors.setup(
        context -> {
          var ledger = GatewayLedger.start(context.getSystem());
          return new GatewayGuardian(context, models, precision, ledger, operator);
        });
  }

  private ServedModel served(GatewayModel model) {
    var folder = model.folder();
    return new ServedModel(
        folder.name(),
        getContext().getSystem().startTime() / 1000,
        folder.config().maxPositions(),
        SamplingDefaults.of(folder.path()),
        new TokenizerCodec(model.tokenizer()));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Bound.class, this::onBound)
        .onMessage(NotBound.class, this::onNotBound)
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  private Behavior<Command> onBound(Bound bound) {
    getContext()
        .getLog()
        .info(
            "gateway listens on {}, cluster member {}",
            bound.server().address(),
            ClusterSystem.addressOf(getContext().getSystem()));
    return this;
  }

  private Behavior<Command> onNotBound(NotBound failed) {
    var cause = failed.cause();
    var said = cause instanceof CompletionException ? cause.getCause() : cause;
    Ending.cannotStart(getContext().getSystem(), said.getMessage());
    return this;
  }

  private Behavior<Command> onStop() {
    models.forEach(model -> model.tokenizer().close());
    return this;
  }
}
