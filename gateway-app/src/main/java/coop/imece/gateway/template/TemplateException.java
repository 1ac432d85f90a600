package coop.imece.gateway.template;

/** A chat template that can't be parsed or rendered: where in its source, and why. */
public final class TemplateException extends RuntimeException {
  private final int line;
  private final String reason;

  public TemplateException(int line, String reason) {
    super("chat template, line %d: %s".formatted(line, reason));
    this.line = line;
    this.reason = reason;
  }

  /** 1-based. */
  public int line() {
    return line;
  }

  public String reason() {
    return reason;
  }
}
