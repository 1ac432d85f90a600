package coop.imece.gateway.bench.pipeline.actor;

import coop.imece.gateway.carbon.CarbonSettings;
import coop.imece.gateway.carbon.actor.CarbonParts;
import coop.imece.gateway.generation.GenerationCommand;
import coop.imece.gateway.generation.GenerationRequest;
import coop.imece.gateway.generation.actor.GenerationSettings;
import coop.imece.gateway.generation.actor.Generations;
import coop.imece.scheduler.actor.SchedulerSingleton;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The first actor of a benchmark: gateway and scheduler without HTTP and tokenizer. No token ends
 * an answer before its limit.
 */
public final class BenchGuardian extends AbstractBehavior<BenchGuardian.Generate> {

  /** Makes an answer and says when its tokens came. Never on the wire. */
  public record Generate(GenerationRequest request, TimedAnswer answer) {}

  private final ActorRef<GenerationCommand> generations;

  private BenchGuardian(ActorContext<Generate> context, String model) {
    super(context);
    var system = context.getSystem();
    var config = system.settings().config();
    var settings = GenerationSettings.of(config.getConfig("imece.generation"));
    var carbon = CarbonParts.start(context, CarbonSettings.from(config));
    this.generations =
        context.spawn(
            Generations.create(
                Map.of(model, Set.of()), SchedulerSingleton.init(system), settings, carbon.desk()),
            "generations");
  }

  /**
   * @param model id of the served model
   */
  public static Behavior<Generate> create(String model) {
    return Behaviors.setup(context -> new BenchGuardian(context, model));
  }

  @Override
  public Receive<Generate> createReceive() {
    return newReceiveBuilder().onMessage(Generate.class, this::onGenerate).build();
  }

  private Behavior<Generate> onGenerate(Generate generate) {
    var client = getContext().spawnAnonymous(TimedSession.create(generate.answer()));
    generations.tell(new GenerationCommand.Start(generate.request(), client));
    return this;
  }
}
