package coop.imece.gateway.http;

import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** The name of a request in logs and answers: the client's own if it is a plain one, or new. */
final class RequestIds {
  static final String HEADER = "x-request-id";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private RequestIds() {}

  static String of(HttpRequest request) {
    return request
        .getHeader(HEADER)
        .map(header -> header.value())
        .filter(value -> PLAIN.matcher(value).matches())
        .orElseGet(RequestIds::fresh);
  }

  static String fresh() {
    return "req_" + UUID.randomUUID().toString().replace("-", "");
  }
}
