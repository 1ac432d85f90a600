package coop.imece.gateway.http;

import coop.imece.gateway.api.CooperativeStatus;
import coop.imece.gateway.api.ServedModels;
import coop.imece.gateway.generation.GenerationCommand;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What stands behind the routes.
 *
 * @param status asked anew for each request that shows it
 * @param ledger answers what is asked under the ledger's prefixes
 * @param version as /version and the Server's operators see it
 */
public record GatewayBackend(
    ServedModels models,
    ActorRef<GenerationCommand> generation,
    Supplier<CompletionStage<CooperativeStatus>> status,
    Operations operations,
    Function<HttpRequest, CompletionStage<HttpResponse>> ledger,
    String version) {}
