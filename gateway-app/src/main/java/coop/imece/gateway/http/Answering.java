package coop.imece.gateway.http;

import coop.imece.core.SessionId;
import coop.imece.gateway.api.AnswerPart;
import coop.imece.gateway.api.Prompts;
import coop.imece.gateway.generation.GenerationCommand;
import coop.imece.gateway.generation.GenerationRequest;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.javadsl.Source;

/** Runs the generations of one request: all its choices at once, from its place on. */
final class Answering {
  private final ActorRef<GenerationCommand> generation;
  private final GatewaySettings settings;

  Answering(ActorRef<GenerationCommand> generation, GatewaySettings settings) {
    this.generation = generation;
    this.settings = settings;
  }

  /**
   * The parts of all choices; ends after the last choice's end, or after the first failure. When it
   * is cancelled, or the client goes, all generations are cancelled and the place is free.
   *
   * @param sessions one for each choice
   */
  Source<AnswerPart, NotUsed> parts(
      Prompts prompts, List<SessionId> sessions, Admission.Ticket ticket, Connection connection) {
    return Source.completionStage(ticket.place())
        .flatMapConcat(admitted -> choices(prompts, sessions))
        .takeWhile(part -> !(part instanceof AnswerPart.Failed), true)
        .via(connection.whileOpen().flow())
        .watchTermination(
            (none, done) -> {
              done.whenComplete((ended, failure) -> ticket.leave());
              return NotUsed.getInstance();
            });
  }

  private Source<AnswerPart, NotUsed> choices(Prompts prompts, List<SessionId> sessions) {
    var sources = new ArrayList<Source<AnswerPart, NotUsed>>();
    for (var choice = 0; choice < prompts.choices(); choice++) {
      sources.add(Source.fromGraph(choice(prompts, sessions.get(choice), choice)));
    }
    return Source.from(sources).flatMapMerge(sources.size(), source -> source);
  }

  private AnswerSource choice(Prompts prompts, SessionId session, int choice) {
    var prompt = choice / prompts.options().choices();
    var sampling = prompts.options().sampling();
    var model = prompts.model();
    return new AnswerSource(
        choice,
        new GenerationRequest(
            session,
            model.id(),
            prompts.prompts().get(prompt),
            sampling.withSeed(sampling.seed() + choice % prompts.options().choices()),
            prompts.maxTokens().get(prompt)),
        model.text().answer(prompts.options().stop()),
        generation,
        settings.eventTimeout(),
        settings.stopTimeout());
  }
}
