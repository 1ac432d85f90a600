package coop.imece.gateway.template;

import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A parsed template. Immutable: many threads may render it at once. */
final class Template {
  private final List<Node> nodes;

  private Template(List<Node> nodes) {
    this.nodes = nodes;
  }

  /** Throws a TemplateException if the source is not of the subset that is understood. */
  static Template parse(String source) {
    return new Template(Parser.parse(source));
  }

  /** Throws a TemplateException, or a TemplateRefusalException if the template raises it itself. */
  Text render(Map<String, Value> context, Limits limits, Clock clock) {
    var rendering = Rendering.within(limits, clock);
    var globals = Scope.outermost(Globals.of(rendering));
    var scope = globals.inner();
    context.forEach(scope::set);
    return new Renderer(rendering).render(nodes, scope);
  }
}
