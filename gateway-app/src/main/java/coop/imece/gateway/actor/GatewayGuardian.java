package coop.imece.gateway.actor;

import coop.imece.cli.Version;
import coop.imece.cluster.ClusterSystem;
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
import coop.imece.gateway.tokenizer.ModelTokenizer;
import coop.imece.model.ModelFolder;
import coop.imece.model.SamplingDefaults;
import coop.imece.scheduler.actor.SchedulerSingleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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

  private final ModelTokenizer tokenizer;

  private GatewayGuardian(
      ActorContext<Command> context,
      ModelFolder folder,
      Precision precision,
      ModelTokenizer tokenizer,
      OperatorToken operator,
      GatewayLedger ledger) {
    super(context);
    this.tokenizer = tokenizer;
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
                Map.of(folder.name(), folder.config().endIds()),
                scheduler,
                GenerationSettings.of(config.getConfig("imece.generation")),
                carbon.desk()),
            "generations");
    context.spawn(ModelRecorder.create(ledger.client(), folder, precision), "model-recorder");
    var backend =
        new GatewayBackend(
            new ServedModels(List.of(served(folder))),
            generations,
            new PipelineStatus(system, scheduler, http.statusTimeout()),
            new SchedulerOperations(system, scheduler, http.statusTimeout())
                .with(carbon.desk().account(), operator),
            ledger.pages()::answer,
            Version.number());
    context.pipeToSelf(
        GatewayServer.bind(system, http, backend),
        (server, failure) -> failure == null ? new Bound(server) : new NotBound(failure));
  }

  /**
   * @param precision in which the model is served
   * @param tokenizer of the folder; closed when the actor stops
   */
  public static Behavior<Command> create(
      ModelFolder folder, Precision precision, ModelTokenizer tokenizer, OperatorToken operator) {
    return Behaviors.setup(
        context -> {
          var ledger = GatewayLedger.start(context.getSystem());
          return new GatewayGuardian(context, folder, precision, tokenizer, operator, ledger);
        });
  }

  private ServedModel served(ModelFolder folder) {
    return new ServedModel(
        folder.name(),
        getContext().getSystem().startTime() / 1000,
        folder.config().maxPositions(),
        SamplingDefaults.of(folder.path()),
        new TokenizerCodec(tokenizer));
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
    throw new IllegalStateException(failed.cause().getMessage(), failed.cause());
  }

  private Behavior<Command> onStop() {
    tokenizer.close();
    return this;
  }
}
