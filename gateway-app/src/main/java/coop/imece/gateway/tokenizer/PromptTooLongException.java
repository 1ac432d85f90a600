package coop.imece.gateway.tokenizer;

/** A prompt that is refused before it is tokenized, so that its cost stays bounded. */
public final class PromptTooLongException extends RuntimeException {
  private final long characters;

  PromptTooLongException(long characters, int limit) {
    super("the prompt has %d characters, at most %d are tokenized".formatted(characters, limit));
    this.characters = characters;
  }

  public long characters() {
    return characters;
  }
}
