package coop.imece.gateway.template;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The chat template of a model: messages to the text of a prompt. Immutable: many threads may
 * render it at once.
 */
public final class ChatTemplate {
  /** The roles of which a template may make special tokens, as {@code '<|' + role + '|>'}. */
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool");

  private final Template template;
  private final Optional<Template> withTools;
  private final Map<String, String> specialTokens;

  private ChatTemplate(
      Template template, Optional<Template> withTools, Map<String, String> specialTokens) {
    this.template = template;
    this.withTools = withTools;
    this.specialTokens = specialTokens;
  }

  /**
   * The template of a Hugging Face folder: {@code chat_template.jinja}, else {@code chat_template}
   * of {@code tokenizer_config.json}, a text or a list of named ones, of which {@code default}
   * counts and, for requests with tools, {@code tool_use}. Empty if the model has none.
   *
   * @throws TemplateException if the template is not understood
   */
  public static Optional<ChatTemplate> load(Path modelFolder) throws IOException {
    var files = TemplateFiles.read(modelFolder);
    return files
        .template("default")
        .map(
            source ->
                new ChatTemplate(
                    Template.parse(source),
                    files.template("tool_use").map(Template::parse),
                    files.specialTokens()));
  }

  /** A template that is at hand, with its special tokens by name, such as {@code bos_token}. */
  public static ChatTemplate parse(String source, Map<String, String> specialTokens) {
    return new ChatTemplate(Template.parse(source), Optional.empty(), Map.copyOf(specialTokens));
  }

  /**
   * The prompt that asks the model for the next answer ({@code add_generation_prompt}).
   *
   * @param messages JSON-like values: maps with role, content and whatever else the request has
   * @param extraContext more variables of the template, as {@code tools} or {@code enable_thinking}
   * @param clock what {@code strftime_now} shows, in its zone
   * @throws TemplateException if the template fails on these messages or passes a limit
   * @throws TemplateRefusalException if the template refuses the messages itself
   */
  public RenderedPrompt render(
      List<Map<String, Object>> messages, Map<String, Object> extraContext, Clock clock) {
    var context = new LinkedHashMap<String, Value>();
    extraContext.forEach((name, value) -> context.put(name, JsonValues.ofRequest(value)));
    specialTokens.forEach((name, token) -> context.put(name, Text.ofTemplate(token)));
    context.put("add_generation_prompt", Value.Bool.TRUE);
    context.put(
        "messages", Value.Items.list(messages.stream().map(ChatTemplate::message).toList()));
    var used = extraContext.get("tools") == null ? template : withTools.orElse(template);
    return new RenderedPrompt(used.render(context, Limits.DEFAULT, clock));
  }

  /** All of a message counts as the request's, but for a known role. */
  private static Value message(Map<String, Object> message) {
    var entries = new LinkedHashMap<String, Value>();
    message.forEach(
        (name, value) ->
            entries.put(
                name,
                name.equals("role") && value instanceof String role && ROLES.contains(role)
                    ? Text.ofTemplate(role)
                    : JsonValues.ofRequest(value)));
    return new Value.Mapping(entries, true);
  }
}
