package coop.imece.gateway.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.core.TokenIds;
import coop.imece.gateway.template.ChatTemplate;
import coop.imece.gateway.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokenizer of a model folder: {@code tokenizer.json}, the chat template, and the rules of
 * {@code tokenizer_config.json}. Threads may use it at once; a {@link TextStream} belongs to one
 * answer. It holds native memory until it is closed, after which it must not be used.
 */
public final class ModelTokenizer implements AutoCloseable {
  /** Of a prompt, before it is tokenized: the time and memory of tokenizing grow with it. */
  public static final int MOST_CHARACTERS = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Encoder encoder;
  private final Vocabulary vocabulary;
  private final BosRule bosRule;
  private final TokenIds bos;
  private final Chat chat;

  /** How chats are encoded, or why they can't be. */
  private sealed interface Chat {
    record Possible(ChatTemplate template, MarkedEncoder encoder) implements Chat {}

    record Impossible(String reason) implements Chat {}
  }

  private ModelTokenizer(
      Encoder encoder, Vocabulary vocabulary, BosRule bosRule, TokenIds bos, Chat chat) {
    this.encoder = encoder;
    this.vocabulary = vocabulary;
    this.bosRule = bosRule;
    this.bos = bos;
    this.chat = chat;
  }

  /**
   * @throws IOException if a file is missing, unreadable or no tokenizer. A chat template that is
   *     missing or not understood only makes chats impossible.
   */
  public static ModelTokenizer load(Path folder) throws IOException {
    var file = folder.resolve("tokenizer.json");
    if (!Files.exists(file)) {
      throw new IOException("the model folder has no tokenizer.json: " + folder);
    }
    var source = Files.readString(file);
    var tokenizer = JSON.readTree(source);
    var config = config(folder);
    var encoder = Encoder.of(source);
    try {
      var bosToken = config.path("bos_token");
      var bosText = bosToken.isTextual() ? bosToken.asText() : bosToken.path("content").asText("");
      return new ModelTokenizer(
          encoder,
          Vocabulary.of(tokenizer),
          BosRule.of(config),
          encoder.encode(bosText, false),
          chat(folder, tokenizer, encoder));
    } catch (IOException | RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  private static JsonNode config(Path folder) throws IOException {
    var file = folder.resolve("tokenizer_config.json");
    return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
  }

  private static Chat chat(Path folder, JsonNode tokenizer, Encoder encoder) throws IOException {
    Optional<ChatTemplate> template;
    try {
      template = ChatTemplate.load(folder);
    } catch (TemplateException e) {
      return new Chat.Impossible(e.getMessage());
    }
    return template.isEmpty()
        ? new Chat.Impossible("its folder has no chat template")
        : new Chat.Possible(template.get(), MarkedEncoder.of(tokenizer, encoder));
  }

  /**
   * A text as it is, as for {@code /v1/completions}: special tokens in it are recognized, the
   * beginning-of-sequence token is added if the model's files say so.
   *
   * @throws PromptTooLongException if it has more than {@link #MOST_CHARACTERS}
   */
  public TokenIds encode(String text) {
    checkLength(text.length());
    return bosRule.encode(encoder, text, bos);
  }

  /**
   * The prompt of a chat by the model's template, with the beginning of the answer. Special tokens
   * are recognized where the template wrote them; in messages and {@code extraContext} they are
   * text.
   *
   * @param messages JSON-like values: maps with role, content and whatever else the request has
   * @param extraContext more variables of the template, as {@code tools} or {@code enable_thinking}
   * @throws NoChatTemplateException if the model has no template that can be used
   * @throws TemplateException if the template fails on these messages
   * @throws coop.imece.gateway.template.TemplateRefusalException if it refuses them itself
   * @throws PromptTooLongException if the prompt has more than {@link #MOST_CHARACTERS}
   */
  public TokenIds encodeChat(List<Map<String, Object>> messages, Map<String, Object> extraContext) {
    if (chat instanceof Chat.Possible possible) {
      var content = messages.stream().mapToLong(m -> contentLength(m.get("content"))).sum();
      checkLength(content);
      var prompt = possible.template().render(messages, extraContext, Clock.systemDefaultZone());
      checkLength(prompt.text().length());
      return possible.encoder().encode(prompt);
    }
    throw new NoChatTemplateException(((Chat.Impossible) chat).reason());
  }

  private static long contentLength(Object content) {
    return content instanceof String text ? text.length() : 0;
  }

  private static void checkLength(long characters) {
    if (characters > MOST_CHARACTERS) {
      throw new PromptTooLongException(characters, MOST_CHARACTERS);
    }
  }

  /** The same text that a stream of the ids gives: special tokens are left out. */
  public String decode(TokenIds ids) {
    var stream = stream(List.of());
    var text = new StringBuilder();
    ids.stream().forEach(id -> text.append(stream.accept(id).text()));
    return text.append(stream.finish().text()).toString();
  }

  /** Whether {@link #encodeChat} is possible. */
  public boolean hasChatTemplate() {
    return chat instanceof Chat.Possible;
  }

  /** The number of token ids: the highest + 1. */
  public int vocabulary() {
    return vocabulary.size();
  }

  /**
   * For one answer.
   *
   * @param stop at most 4 texts, none empty, that end the answer
   */
  public TextStream stream(List<String> stop) {
    return new TextStream(new StreamingDetokenizer(vocabulary, encoder::decode), stop);
  }

  @Override
  public void close() {
    encoder.close();
    if (chat instanceof Chat.Possible possible) {
      possible.encoder().close();
    }
  }
}
