package coop.imece.gateway.grid;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Gets documents of bounded size within a deadline. Keys stand in addresses: none is shown. */
final class GridHttp {
  private static final int MOST_BYTES = 8 << 20;

  private final HttpClient client;
  private final Duration deadline;

  GridHttp(Duration deadline) {
    this.deadline = deadline;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(deadline)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  record Answer(int status, String body) {}

  /**
   * @param service named in failures
   */
  Answer get(String service, URI address) throws GridException {
    var request = HttpRequest.newBuilder(address).timeout(deadline).GET().build();
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        var bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          throw new GridException("%s: the answer exceeds %d bytes".formatted(service, MOST_BYTES));
        }
        return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new GridException(
          "%s: no answer (%s)".formatted(service, e.getClass().getSimpleName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GridException(service + ": interrupted");
    }
  }
}
