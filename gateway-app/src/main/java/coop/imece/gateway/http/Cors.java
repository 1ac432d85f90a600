package coop.imece.gateway.http;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Which web pages may read this gateway's answers (Fetch standard, section 3.2). */
final class Cors {
  private static final String EXPOSED =
      RequestIds.HEADER + ", openai-processing-ms, retry-after, location";
  private final List<String> allowed;

  /**
   * @param allowed {@code scheme://host[:port]}, with {@code :*} for any port; {@code *} for all
   */
  Cors(List<String> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** Adds what the page's browser needs to hand the answer over, if the page is allowed. */
  HttpResponse decorate(HttpRequest request, HttpResponse response) {
    return allowedOrigin(request)
        .map(
            origin ->
                response
                    .addHeader(header("Access-Control-Allow-Origin", origin))
                    .addHeader(header("Access-Control-Expose-Headers", EXPOSED))
                    .addHeader(header("Vary", "Origin")))
        .orElse(response);
  }

  /** The answer to OPTIONS: what is allowed here, to other origins nothing. */
  HttpResponse preflight(HttpRequest request, String methods) {
    var response =
        HttpResponse.create()
            .withStatus(StatusCodes.NO_CONTENT)
            .addHeader(header("Allow", methods));
    if (allowedOrigin(request).isEmpty()) {
      return response;
    }
    return response
        .addHeader(header("Access-Control-Allow-Methods", methods))
        .addHeader(header("Access-Control-Allow-Headers", requestedHeaders(request)))
        .addHeader(header("Access-Control-Max-Age", "600"));
  }

  private Optional<String> allowedOrigin(HttpRequest request) {
    return request.getHeader("Origin").map(origin -> origin.value()).filter(this::isAllowed);
  }

  private boolean isAllowed(String origin) {
    return allowed.stream()
        .anyMatch(
            pattern -> {
              if (pattern.equals("*")) {
                return true;
              }
              if (!pattern.endsWith(":*")) {
                return pattern.equals(origin);
              }
              var site = pattern.substring(0, pattern.length() - 2);
              return origin.equals(site)
                  || origin.startsWith(site + ":")
                      && origin.substring(site.length() + 1).matches("[0-9]{1,5}");
            });
  }

  /** OpenAI's clients send headers of their own (x-stainless-...): no list would hold them all. */
  private static String requestedHeaders(HttpRequest request) {
    return request
        .getHeader("Access-Control-Request-Headers")
        .map(header -> header.value())
        .filter(value -> value.matches("[A-Za-z0-9_, -]{1,1024}"))
        .orElse("authorization, content-type, x-request-id");
  }

  private static RawHeader header(String name, String value) {
    return RawHeader.create(name, value);
  }
}
