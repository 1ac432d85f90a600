package coop.imece.gateway.http;

import coop.imece.gateway.api.ApiError;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers bytes that are no HTTP request, in the shape of every other error. Made by the HTTP layer
 * by its name.
 */
public final class ParsingErrors extends ParsingErrorHandler {
  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
    var answered = status.intValue() < 500 ? status.intValue() : 400;
    var error =
        new ApiError(answered, "invalid_http", "", "Not an HTTP request: " + info.summary(), 0);
    return Responses.error(error)
        .addHeader(RawHeader.create(RequestIds.HEADER, RequestIds.fresh()));
  }
}
