package coop.imece.gateway.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Speaks to a gateway by its OpenAI-compatible API. Failures are {@link CommandFailure}s. */
final class ChatClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_BEGINS_TIMEOUT = Duration.ofMinutes(3);
  private static final String DATA = "data:";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /**
   * @param gateway as {@code http://host:port}, with or without {@code /v1}
   */
  ChatClient(URI gateway) {
    if (gateway.getHost() == null
        || !("http".equals(gateway.getScheme()) || "https".equals(gateway.getScheme()))) {
      throw new CommandFailure(
          ExitCode.USAGE, "--url must be http://host:port or https://host:port, was " + gateway);
    }
    this.base = gateway.toString().replaceFirst("(/v1)?/*$", "");
  }

  /** The model that the gateway lists first. */
  String firstModel() {
    var response = send(request("/v1/models").GET());
    try (var body = response.body()) {
      var models = JSON.readTree(body).path("data");
      if (models.isEmpty()) {
        throw new CommandFailure(ExitCode.TRY_LATER, base + " serves no model");
      }
      return models.get(0).path("id").asText();
    } catch (IOException e) {
      throw noGateway();
    }
  }

  /**
   * Streams one answer.
   *
   * @param onText told each piece of text as it comes
   */
  ChatAnswer ask(ObjectNode request, Consumer<String> onText) {
    var response =
        send(
            request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request.toString())));
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      return read(lines, onText);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "the answer broke off: the connection was lost");
    }
  }

  private ChatAnswer read(BufferedReader lines, Consumer<String> onText) throws IOException {
    var text = new StringBuilder();
    var finish = "";
    var usage = JsonNodeFactory.instance.objectNode();
    String line;
    while ((line = lines.readLine()) != null) {
      if (!line.startsWith(DATA)) {
        continue;
      }
      var data = line.substring(DATA.length()).strip();
      if (data.equals("[DONE]")) {
        return new ChatAnswer(text.toString(), finish, usage);
      }
      var chunk = JSON.readTree(data);
      if (chunk.has("error")) {
        throw new CommandFailure(
            ExitCode.FAILED, "the answer broke off: " + chunk.at("/error/message").asText());
      }
      var delta = chunk.at("/choices/0/delta/content").asText("");
      if (!delta.isEmpty()) {
        text.append(delta);
        onText.accept(delta);
      }
      finish = chunk.at("/choices/0/finish_reason").asText(finish);
      if (chunk.get("usage") instanceof ObjectNode given) {
        usage = given;
      }
    }
    throw new CommandFailure(ExitCode.FAILED, "the answer broke off: the gateway ended it");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_BEGINS_TIMEOUT);
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw refused(response);
      }
      return response;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, "no gateway answers at %s; is `imece up` running?".formatted(base));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted");
    }
  }

  private CommandFailure refused(HttpResponse<InputStream> response) {
    var status = response.statusCode();
    var message = message(response.body()).orElseGet(() -> noGateway().getMessage());
    return new CommandFailure(exitCode(status), "%s (%d)".formatted(message, status));
  }

  private static Optional<String> message(InputStream body) {
    try (body) {
      return Optional.of(JSON.readTree(body).at("/error/message"))
          .filter(JsonNode::isTextual)
          .map(JsonNode::asText);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private CommandFailure noGateway() {
    return new CommandFailure(ExitCode.UNREACHABLE, base + " does not answer like a gateway");
  }

  private static int exitCode(int status) {
    return switch (status) {
      case 401, 402, 403 -> ExitCode.REFUSED;
      case 408, 429, 502, 503, 504 -> ExitCode.TRY_LATER;
      default -> ExitCode.FAILED;
    };
  }
}
