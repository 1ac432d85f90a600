package coop.imece.gateway.http;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What answers one method on one path.
 *
 * @param path exact, or ending in {@code /**} for all that begins with it and goes on
 * @param answer may throw or fail with {@link coop.imece.gateway.api.RequestRefused}
 */
record Endpoint(
    HttpMethod method, String path, Function<Exchange, CompletionStage<HttpResponse>> answer) {
  private static final String REST = "/**";

  boolean matches(String requested) {
    if (!path.endsWith(REST)) {
      return requested.equals(path);
    }
    var prefix = path.substring(0, path.length() - REST.length() + 1);
    return requested.startsWith(prefix) && requested.length() > prefix.length();
  }
}
