package coop.imece.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import coop.imece.gateway.api.ApiError;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** JSON answers. */
final class Responses {
  private Responses() {}

  static HttpResponse ok(JsonNode body) {
    return json(200, body);
  }

  static HttpResponse json(int status, JsonNode body) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body.toString()));
  }

  static HttpResponse error(ApiError error) {
    var response = json(error.status(), error.toJson());
    if (error.status() == 408 || error.status() == 413) {
      // What is left of the body would be taken for the next request.
      response = response.addHeader(Connection.create("close"));
    }
    if (error.status() == 401) {
      response = response.addHeader(RawHeader.create("WWW-Authenticate", "Bearer"));
    }
    return error.retryAfterSeconds() == 0
        ? response
        : response.addHeader(
            RawHeader.create("Retry-After", Integer.toString(error.retryAfterSeconds())));
  }
}
