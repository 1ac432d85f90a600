package coop.imece.gateway.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.StreamSupport;

/** Speaks to a gateway as its operator. Failures are {@link CommandFailure}s. */
final class OperatorClient {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String NODES = "/v1/operator/nodes";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  /**
   * @param gateway of this machine, as {@code http://host:port}, with or without {@code /v1}
   */
  OperatorClient(URI gateway, String token) {
    if (!"http".equals(gateway.getScheme()) || !isThisMachine(gateway.getHost())) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--url must be http://127.0.0.1:PORT: the token is not sent over a network, was "
              + gateway);
    }
    this.base = gateway.toString().replaceFirst("(/v1)?/*$", "");
    this.token = token;
  }

  private static boolean isThisMachine(String host) {
    try {
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  JsonNode nodes() {
    return send(request(NODES).GET());
  }

  /**
   * @param node its id, or how it begins
   * @param decision review or clear
   * @return the node as it is then
   */
  JsonNode decide(String node, String decision) {
    return send(
        request("%s/%s/%s".formatted(NODES, find(node), decision)).POST(BodyPublishers.noBody()));
  }

  private String find(String beginning) {
    var ids =
        StreamSupport.stream(nodes().path("data").spliterator(), false)
            .map(node -> node.path("id").asText())
            .filter(id -> id.startsWith(beginning))
            .toList();
    if (ids.size() != 1) {
      throw new CommandFailure(
          ExitCode.FAILED, "%d nodes begin with '%s', need one".formatted(ids.size(), beginning));
    }
    return ids.get(0);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      var body = JSON.readTree(response.body());
      if (response.statusCode() != 200) {
        throw refused(response.statusCode(), body.at("/error/message").asText());
      }
      return body;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, "no gateway answers at %s; is it running?".formatted(base));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted");
    }
  }

  private static CommandFailure refused(int status, String message) {
    var code =
        status == 503
            ? ExitCode.TRY_LATER
            : status == 401 || status == 403 ? ExitCode.REFUSED : ExitCode.FAILED;
    return new CommandFailure(code, "%s (%d)".formatted(message, status));
  }
}
