package coop.imece.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.JsonBody;
import coop.imece.gateway.api.RequestRefused;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;

/** Reads a JSON body of bounded size in bounded time. */
final class BodyReader {
  private final int maxBytes;
  private final Duration timeout;
  private final Materializer materializer;

  BodyReader(int maxBytes, Duration timeout, Materializer materializer) {
    this.maxBytes = maxBytes;
    this.timeout = timeout;
    this.materializer = materializer;
  }

  /** Fails with {@link RequestRefused} when the body is too large, too slow or no JSON object. */
  CompletionStage<ObjectNode> read(HttpRequest request) {
    requireJson(request);
    var length = request.entity().getContentLengthOption();
    if (length.isPresent() && length.getAsLong() > maxBytes) {
      throw new RequestRefused(ApiError.tooLarge(maxBytes));
    }
    return request
        .entity()
        .withSizeLimit(maxBytes)
        .toStrict(timeout.toMillis(), materializer)
        .handle(
            (entity, failure) -> {
              if (failure != null) {
                throw new RequestRefused(error(failure));
              }
              return JsonBody.read(entity.getData().asByteBuffer());
            });
  }

  private static void requireJson(HttpRequest request) {
    var encoding = request.getHeader("Content-Encoding").map(header -> header.value());
    if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
      throw new RequestRefused(
          ApiError.unsupportedMediaType("Content-Encoding must be absent or identity"));
    }
    var type = request.entity().getContentType();
    if (!isJson(type)) {
      throw new RequestRefused(
          ApiError.unsupportedMediaType("Content-Type must be application/json, was " + type));
    }
  }

  private static boolean isJson(ContentType type) {
    return type.mediaType().mainType().equals(MediaTypes.APPLICATION_JSON.mainType())
        && type.mediaType().subType().equals(MediaTypes.APPLICATION_JSON.subType());
  }

  private ApiError error(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof EntityStreamSizeException) {
      return ApiError.tooLarge(maxBytes);
    }
    if (cause instanceof TimeoutException) {
      return ApiError.requestTimeout(timeout.toSeconds());
    }
    return ApiError.badRequest("The body broke off");
  }
}
