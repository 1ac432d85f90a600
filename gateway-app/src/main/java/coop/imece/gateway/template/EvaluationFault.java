package coop.imece.gateway.template;

/** Why an expression has no value; the renderer adds the line and makes a TemplateException. */
final class EvaluationFault extends RuntimeException {
  EvaluationFault(String reason) {
    super(reason, null, false, false);
  }

  static EvaluationFault of(String format, Object... arguments) {
    return new EvaluationFault(format.formatted(arguments));
  }
}
