package coop.imece.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.core.SessionId;
import coop.imece.gateway.api.AnswerHead;
import coop.imece.gateway.api.AnswerPart;
import coop.imece.gateway.api.AnswerShape;
import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.FinishedChoice;
import coop.imece.gateway.api.Prompts;
import coop.imece.gateway.api.RequestRefused;
import coop.imece.gateway.api.Usages;
import coop.imece.gateway.generation.GenerationUsage;
import java.security.SecureRandom;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * {@code POST /v1/chat/completions} or {@code /v1/completions}: read, admit, generate, answer whole
 * or as a stream.
 */
final class CompletionsEndpoint {
  private final AnswerShape shape;
  private final Function<ObjectNode, Prompts> reader;
  private final BodyReader bodies;
  private final Executor tokenizing;
  private final Admission admission;
  private final BooleanSupplier draining;
  private final Answering answering;
  private final GatewaySettings settings;
  private final Materializer materializer;
  private final SecureRandom random = new SecureRandom();

  CompletionsEndpoint(
      AnswerShape shape,
      Function<ObjectNode, Prompts> reader,
      BodyReader bodies,
      Executor tokenizing,
      Admission admission,
      BooleanSupplier draining,
      Answering answering,
      GatewaySettings settings,
      Materializer materializer) {
    this.shape = shape;
    this.reader = reader;
    this.bodies = bodies;
    this.tokenizing = tokenizing;
    this.admission = admission;
    this.draining = draining;
    this.answering = answering;
    this.settings = settings;
    this.materializer = materializer;
  }

  CompletionStage<HttpResponse> answer(Exchange exchange) {
    return bodies
        .read(exchange.request())
        .thenApplyAsync(reader, tokenizing)
        .thenCompose(prompts -> generate(prompts, exchange.connection()));
  }

  private CompletionStage<HttpResponse> generate(Prompts prompts, Connection connection) {
    if (draining.getAsBoolean()) {
      throw new RequestRefused(overloaded("This gateway is stopping"));
    }
    var now = System.currentTimeMillis();
    var sessions =
        Stream.generate(() -> SessionId.of(now, random)).limit(prompts.choices()).toList();
    var head =
        new AnswerHead(shape.id(sessions.get(0).toString()), now / 1_000, prompts.model().id());
    var ticket =
        admission
            .enter()
            .orElseThrow(() -> new RequestRefused(overloaded("Too many requests are waiting")));
    var parts = answering.parts(prompts, sessions, ticket, connection);
    return prompts.options().stream() ? stream(parts, head, prompts) : whole(parts, head, prompts);
  }

  private CompletionStage<HttpResponse> whole(
      Source<AnswerPart, NotUsed> parts, AnswerHead head, Prompts prompts) {
    return parts
        .runWith(Sink.seq(), materializer)
        .thenApply(all -> Responses.ok(assemble(all, head, prompts)));
  }

  private ObjectNode assemble(List<AnswerPart> parts, AnswerHead head, Prompts prompts) {
    var texts = new TreeMap<Integer, StringBuilder>();
    var choices = new TreeMap<Integer, FinishedChoice>();
    var usages = new TreeMap<Integer, GenerationUsage>();
    for (var part : parts) {
      if (part instanceof AnswerPart.Failed failed) {
        throw new RequestRefused(error(failed));
      } else if (part instanceof AnswerPart.Text text) {
        texts.computeIfAbsent(text.choice(), c -> new StringBuilder()).append(text.text());
      } else if (part instanceof AnswerPart.Ended ended) {
        var text = texts.getOrDefault(ended.choice(), new StringBuilder()).toString();
        choices.put(ended.choice(), new FinishedChoice(text, ended.reason()));
        usages.put(ended.choice(), ended.usage());
      }
    }
    return shape.whole(
        head, List.copyOf(choices.values()), Usages.total(prompts.promptTokens(), usages.values()));
  }

  /** The status waits for the first part, so that a failure before any text is an honest 503. */
  private CompletionStage<HttpResponse> stream(
      Source<AnswerPart, NotUsed> parts, AnswerHead head, Prompts prompts) {
    return parts
        .keepAlive(settings.keepAliveInterval(), AnswerPart.Waiting::new)
        .prefixAndTail(1)
        .runWith(Sink.head(), materializer)
        .thenApply(begun -> begin(begun, new EventEncoder(shape, head, prompts, this::error)));
  }

  private HttpResponse begin(
      Pair<List<AnswerPart>, Source<AnswerPart, NotUsed>> begun, EventEncoder encoder) {
    var rest = begun.second();
    if (begun.first().get(0) instanceof AnswerPart.Failed failed) {
      rest.runWith(Sink.cancelled(), materializer);
      return Responses.error(error(failed));
    }
    var events =
        Source.from(begun.first())
            .concat(rest)
            .onErrorComplete(CancellationException.class) // The client has gone: nobody reads on.
            .mapConcat(encoder::encode);
    return HttpResponse.create()
        .withEntity(
            HttpEntities.createChunked(MediaTypes.TEXT_EVENT_STREAM.toContentType(), events))
        .addHeader(RawHeader.create("Cache-Control", "no-cache"))
        .addHeader(RawHeader.create("X-Accel-Buffering", "no"));
  }

  private ApiError error(AnswerPart.Failed failed) {
    return switch (failed.reason()) {
      case NO_ROUTE -> ApiError.noRoute(failed.message(), settings.retryAfterSeconds());
      case OVERLOADED -> overloaded(failed.message());
      case INTERNAL -> ApiError.internal(failed.message());
    };
  }

  private ApiError overloaded(String message) {
    return ApiError.overloaded(message, settings.retryAfterSeconds());
  }
}
