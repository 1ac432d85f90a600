package coop.imece.gateway.tokenizer;

/** A chat was asked of a model whose folder has no chat template that can be used. */
public final class NoChatTemplateException extends RuntimeException {
  NoChatTemplateException(String reason) {
    super("the model can't chat, only complete: " + reason);
  }
}
