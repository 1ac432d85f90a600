package coop.imece.gateway.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was said so far, in memory only, and how the next answer is asked for. */
final class Conversation {
  private record Turn(String role, String content) {}

  private final String model;
  private final ObjectNode options = JsonNodeFactory.instance.objectNode();
  private final List<Turn> opening;
  private final List<Turn> turns = new ArrayList<>();

  Conversation(
      String model,
      Optional<String> system,
      Optional<Double> temperature,
      Optional<Integer> maxTokens) {
    this.model = model;
    this.opening = system.map(text -> List.of(new Turn("system", text))).orElse(List.of());
    temperature.ifPresent(t -> options.put("temperature", t));
    maxTokens.ifPresent(n -> options.put("max_completion_tokens", n));
    reset();
  }

  String model() {
    return model;
  }

  void user(String content) {
    turns.add(new Turn("user", content));
  }

  void assistant(String content) {
    turns.add(new Turn("assistant", content));
  }

  /** Takes the last question back, since it has no answer. */
  void forgetLast() {
    turns.remove(turns.size() - 1);
  }

  /** Only the system's text is kept. */
  void reset() {
    turns.clear();
    turns.addAll(opening);
  }

  /** The body of a streamed chat completion. */
  ObjectNode request() {
    var request = JsonNodeFactory.instance.objectNode();
    request.put("model", model);
    var messages = request.putArray("messages");
    turns.forEach(
        turn -> messages.addObject().put("role", turn.role()).put("content", turn.content()));
    request.setAll(options);
    request.put("stream", true);
    request.putObject("stream_options").put("include_usage", true);
    return request;
  }
}
