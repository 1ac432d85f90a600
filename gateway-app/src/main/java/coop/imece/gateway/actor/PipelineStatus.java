package coop.imece.gateway.actor;

import coop.imece.gateway.api.CooperativeStatus;
import coop.imece.gateway.api.CooperativeStatus.ModelStatus;
import coop.imece.scheduler.SchedulerProtocol;
import coop.imece.scheduler.SchedulerProtocol.GetStatus;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Asks the scheduler for what the API shows of the pipelines. */
record PipelineStatus(
    ActorSystem<?> system, ActorRef<SchedulerProtocol.Command> scheduler, Duration timeout)
    implements Supplier<CompletionStage<CooperativeStatus>> {

  @Override
  public CompletionStage<CooperativeStatus> get() {
    return AskPattern.<SchedulerProtocol.Command, coop.imece.scheduler.CooperativeStatus>ask(
            scheduler, GetStatus::new, timeout, system.scheduler())
        .thenApply(PipelineStatus::shown);
  }

  private static CooperativeStatus shown(coop.imece.scheduler.CooperativeStatus status) {
    return new CooperativeStatus(
        status.models().stream()
            .map(
                model ->
                    new ModelStatus(
                        model.id(),
                        model.layers(),
                        model.coveredLayers(),
                        model.complete(),
                        model.nodes()))
            .toList());
  }
}
