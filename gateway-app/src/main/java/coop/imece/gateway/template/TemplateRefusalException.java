package coop.imece.gateway.template;

/**
 * The template itself refused the messages by {@code raise_exception}, for example because roles do
 * not alternate. The caller's mistake, so an API answers it as a bad request.
 */
public final class TemplateRefusalException extends RuntimeException {
  public TemplateRefusalException(String message) {
    super(message);
  }
}
