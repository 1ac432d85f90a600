package coop.imece.gateway.http;

import java.util.stream.Stream;

/** Wrong bodies, each with the error that must answer it word for word. */
final class WrongRequests {
  private static final String CHAT = "/v1/chat/completions";
  private static final String PLAIN = "/v1/completions";

  private WrongRequests() {}

  /** A wrong body and the error that must answer it. */
  record Case(String path, String body, int status, String code, String param, String message) {
    @Override
    public String toString() {
      var shown = body.length() <= 80 ? body : body.substring(0, 80) + "...";
      return shown.replace("\u0000", "\\0") + " -> " + code;
    }
  }

  private static Case chat(String more, String param, String message) {
    return chat(more, "invalid_value", param, param + ": " + message);
  }

  private static Case chat(String more, String code, String param, String message) {
    return new Case(
        CHAT,
        "{\"model\":\"org/letters\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
            .formatted(more),
        400,
        code,
        param,
        message);
  }

  private static Case unsupported(String field, String value, String shown) {
    return chat(
        ",\"%s\":%s".formatted(field, value),
        "unsupported_parameter",
        field,
        "%s: not supported, was %s".formatted(field, shown));
  }

  private static Case messages(String messages, String param, String message) {
    return messages(messages, "invalid_value", param, message);
  }

  private static Case messages(String messages, String code, String param, String message) {
    var body = "{\"model\":\"org/letters\",\"messages\":%s}".formatted(messages);
    return new Case(CHAT, body, 400, code, param, param + ": " + message);
  }

  private static Case json(String body, String reason) {
    return new Case(
        CHAT, body, 400, "invalid_json", "", "The body is not a valid JSON object: " + reason);
  }

  private static Case plain(String more, String param, String message) {
    return new Case(
        PLAIN,
        "{\"model\":\"plain\"%s}".formatted(more),
        400,
        message.startsWith("required") ? "missing_required_parameter" : "invalid_value",
        param,
        param + ": " + message);
  }

  static Stream<Case> all() {
    return Stream.of(
            wrongFields(),
            unsupportedFields(),
            wrongMessages(),
            wrongModels(),
            wrongPrompts(),
            wrongJson())
        .flatMap(cases -> cases);
  }

  private static Stream<Case> wrongFields() {
    return Stream.of(
        chat(",\"temperature\":3", "temperature", "need a number between 0 and 2, was 3"),
        chat(",\"temperature\":-0.1", "temperature", "need a number between 0 and 2, was -0.1"),
        chat(
            ",\"temperature\":\"hot\"",
            "temperature",
            "need a number between 0 and 2, was \"hot\""),
        chat(
            ",\"temperature\":1e400",
            "temperature",
            "need a number between 0 and 2, was a number beyond all bounds"),
        chat(",\"top_p\":1.01", "top_p", "need a number between 0 and 1, was 1.01"),
        chat(",\"top_p\":{}", "top_p", "need a number between 0 and 1, was an object"),
        chat(",\"top_k\":-1", "top_k", "need a whole number between 0 and 2147483647, was -1"),
        chat(",\"top_k\":1.5", "top_k", "need a whole number between 0 and 2147483647, was 1.5"),
        chat(
            ",\"repetition_penalty\":0",
            "repetition_penalty",
            "need a number between 0.01 and 10, was 0"),
        chat(
            ",\"presence_penalty\":2.5",
            "presence_penalty",
            "need a number between -2 and 2, was 2.5"),
        chat(
            ",\"frequency_penalty\":true",
            "frequency_penalty",
            "need a number between -2 and 2, was true"),
        chat(",\"n\":0", "n", "need a whole number between 1 and 8, was 0"),
        chat(",\"n\":1000", "n", "need a whole number between 1 and 8, was 1000"),
        chat(",\"seed\":\"1\"", "seed", "need a whole number of 64 bits, was \"1\""),
        chat(
            ",\"seed\":9223372036854775808",
            "seed",
            "need a whole number of 64 bits, was 9223372036854775808"),
        chat(",\"stream\":\"yes\"", "stream", "need true or false, was \"yes\""),
        chat(
            ",\"stream_options\":{\"include_usage\":true}",
            "stream_options",
            "need stream to be true, was false"),
        chat(
            ",\"stream\":true,\"stream_options\":[]",
            "stream_options",
            "need an object, was an empty list"),
        chat(
            ",\"stream\":true,\"stream_options\":{\"include_usage\":1}",
            "stream_options.include_usage",
            "need true or false, was 1"),
        chat(
            ",\"stream\":true,\"stream_options\":{\"chatty\":1}",
            "unsupported_parameter",
            "stream_options.chatty",
            "stream_options.chatty: unknown parameter"),
        chat(
            ",\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]",
            "stop",
            "need a string or a list of at most 4 strings, was a list of 5"),
        chat(",\"stop\":[1]", "stop", "need strings, was 1"),
        chat(",\"stop\":7", "stop", "need a string or a list of at most 4 strings, was 7"),
        chat(",\"stop\":\"\"", "stop", "need strings of 1 to 1024 characters, was one of 0"),
        chat(",\"max_tokens\":0", "max_tokens", "need a whole number of 1 or more, was 0"),
        chat(",\"max_tokens\":-1", "max_tokens", "need a whole number of 1 or more, was -1"),
        chat(",\"max_tokens\":\"5\"", "max_tokens", "need a whole number of 1 or more, was \"5\""),
        chat(",\"max_tokens\":1.5", "max_tokens", "need a whole number of 1 or more, was 1.5"),
        chat(
            ",\"max_tokens\":1e400",
            "max_tokens",
            "need a whole number of 1 or more, was a number beyond all bounds"),
        chat(
            ",\"max_completion_tokens\":-5",
            "max_completion_tokens",
            "need a whole number of 1 or more, was -5"),
        chat(
            ",\"max_tokens\":4,\"max_completion_tokens\":5",
            "max_completion_tokens",
            "must equal max_tokens when both are given, were 5 and 4"),
        chat(
            ",\"max_tokens\":2147483648",
            "context_length_exceeded",
            "max_tokens",
            "This model's maximum context length is 1000 tokens, but 2147483666 were requested: 18"
                + " in the messages and max_tokens 2147483648"),
        chat(
            ",\"max_tokens\":9223372036854775807",
            "context_length_exceeded",
            "max_tokens",
            "This model's maximum context length is 1000 tokens, but 9223372036854775807 were"
                + " requested: 18 in the messages and max_tokens 9223372036854775807"),
        chat(
            ",\"max_completion_tokens\":983",
            "context_length_exceeded",
            "max_completion_tokens",
            "This model's maximum context length is 1000 tokens, but 1001 were requested: 18 in the"
                + " messages and max_completion_tokens 983"),
        chat(
            ",\"wizardry\":1", "unsupported_parameter", "wizardry", "wizardry: unknown parameter"));
  }

  private static Stream<Case> unsupportedFields() {
    return Stream.of(
        unsupported("tools", "[{\"type\":\"function\"}]", "a list"),
        unsupported("tool_choice", "\"auto\"", "\"auto\""),
        unsupported("functions", "[{}]", "a list"),
        unsupported("response_format", "{\"type\":\"json_object\"}", "an object"),
        unsupported("logprobs", "true", "true"),
        unsupported("top_logprobs", "2", "2"),
        unsupported("logit_bias", "{\"5\":-100}", "an object"),
        unsupported("store", "true", "true"),
        unsupported("reasoning_effort", "\"low\"", "\"low\""),
        unsupported("modalities", "[\"text\",\"audio\"]", "a list"),
        unsupported("metadata", "3", "3"),
        unsupported("user", "{}", "an object"));
  }

  private static Stream<Case> wrongMessages() {
    return Stream.of(
        messages("[]", "messages", "need a list of 1 or more, was an empty list"),
        messages("{}", "messages", "need a list of 1 or more, was an object"),
        messages("\"hi\"", "messages", "need a list of 1 or more, was \"hi\""),
        messages("null", "missing_required_parameter", "messages", "required, was missing"),
        messages("[1]", "messages[0]", "need an object, was 1"),
        messages("[null]", "messages[0]", "need an object, was null"),
        messages(
            "[{\"content\":\"hi\"}]",
            "missing_required_parameter",
            "messages[0].role",
            "required, was missing"),
        messages(
            "[{\"role\":\"wizard\",\"content\":\"hi\"}]",
            "messages[0].role",
            "need system, developer, user, assistant or tool, was \"wizard\""),
        messages("[{\"role\":1,\"content\":\"hi\"}]", "messages[0].role", "need a string, was 1"),
        messages(
            "[{\"role\":\"user\"}]",
            "missing_required_parameter",
            "messages[0].content",
            "required, was missing"),
        messages(
            "[{\"role\":\"user\",\"content\":5}]",
            "messages[0].content",
            "need a string or a list of text parts, was 5"),
        messages(
            "[{\"role\":\"user\",\"content\":[]}]",
            "messages[0].content",
            "need a string or a list of text parts, was an empty list"),
        messages(
            "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{}}]}]",
            "messages[0].content[0].type",
            "need \"text\", was \"image_url\""),
        messages(
            "[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]",
            "missing_required_parameter",
            "messages[0].content[0].text",
            "required, was missing"),
        messages(
            "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"tool\",\"content\":\"b\"}]",
            "missing_required_parameter",
            "messages[1].tool_call_id",
            "required, was missing"),
        messages(
            "[{\"role\":\"assistant\",\"content\":\"a\",\"tool_calls\":[{}]}]",
            "unsupported_parameter",
            "messages[0].tool_calls",
            "not supported, was a list"),
        messages(
            "[{\"role\":\"user\",\"content\":\"a\",\"mood\":\"good\"}]",
            "unsupported_parameter",
            "messages[0].mood",
            "unknown parameter"),
        messages(
            "[{\"role\":\"user\",\"content\":\"a\\u0000b\"}]",
            "messages[0].content",
            "need text without NUL, was NUL at character 1"),
        messages(
            "[{\"role\":\"user\",\"content\":\"a\\ud800b\"}]",
            "messages[0].content",
            "need Unicode text, was a lone surrogate at character 1"),
        messages(
            "[{\"role\":\"user\",\"content\":\"refuse me\"}]",
            "messages",
            "refused by the chat template: this template refuses it"),
        new Case(
            CHAT,
            "{\"model\":\"org/letters\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted("x".repeat(1000)),
            400,
            "context_length_exceeded",
            "messages",
            "This model's maximum context length is 1000 tokens, but the messages has 1016 tokens"));
  }

  private static Stream<Case> wrongModels() {
    return Stream.of(
        new Case(
            CHAT,
            "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
            400,
            "missing_required_parameter",
            "model",
            "model: required, was missing"),
        new Case(
            CHAT, "{\"model\":7}", 400, "invalid_value", "model", "model: need a string, was 7"),
        new Case(
            CHAT,
            "{\"model\":\"gpt-4\",\"messages\":[]}",
            404,
            "model_not_found",
            "model",
            "The model \"gpt-4\" is not served here; GET /v1/models lists those that are"),
        new Case(
            CHAT,
            "{\"model\":\"plain\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
            400,
            "invalid_value",
            "model",
            "model: plain has no chat template; use /v1/completions"));
  }

  private static Stream<Case> wrongPrompts() {
    return Stream.of(
        plain("", "prompt", "required, was missing"),
        plain(",\"prompt\":\"\"", "prompt", "need text, was an empty string"),
        plain(
            ",\"prompt\":[]",
            "prompt",
            "need a string or a list of 1 to 8 strings, was an empty list"),
        plain(",\"prompt\":5", "prompt", "need a string or a list of 1 to 8 strings, was 5"),
        plain(",\"prompt\":[1,2]", "prompt", "need strings (token ids are not supported), was 1"),
        plain(
            ",\"prompt\":[\"a\",\"b\",\"c\"],\"n\":3",
            "n",
            "need prompts times n to be at most 8, was 9"),
        new Case(
            PLAIN,
            "{\"model\":\"plain\",\"prompt\":\"a\",\"echo\":true}",
            400,
            "unsupported_parameter",
            "echo",
            "echo: not supported, was true"),
        new Case(
            PLAIN,
            "{\"model\":\"plain\",\"prompt\":\"a\",\"messages\":[]}",
            400,
            "unsupported_parameter",
            "messages",
            "messages: unknown parameter"));
  }

  private static Stream<Case> wrongJson() {
    return Stream.of(
        json("", "it is empty"),
        json("[]", "it is an empty list"),
        json("\"text\"", "it is \"text\""),
        json("null", "it is null"),
        json(
            "{}{}",
            "Trailing token (of type START_OBJECT) found after value (bound as"
                + " `com.fasterxml.jackson.databind.JsonNode`): not allowed as per"
                + " `DeserializationFeature.FAIL_ON_TRAILING_TOKENS` (line 1, column 3)"),
        json("{\"a\":1,\"a\":2}", "Duplicate field 'a' (line 1, column 11)"));
  }
}
