package coop.imece.gateway.template;

/** Gives targets their values. */
final class Assignment {
  private final Budget budget;

  Assignment(Budget budget) {
    this.budget = budget;
  }

  void assign(Node.Target target, Value value, Scope scope) {
    if (target instanceof Node.Target.Name name) {
      scope.set(name.name(), value);
    } else if (target instanceof Node.Target.NamespaceAttribute attribute) {
      if (!(scope.get(attribute.namespace()) instanceof Value.Namespace namespace)) {
        throw EvaluationFault.of("'%s' is not a namespace", attribute.namespace());
      }
      namespace.attributes.put(attribute.attribute(), value);
    } else if (target instanceof Node.Target.Tuple tuple) {
      var values = Elements.of(value, budget);
      if (values.size() != tuple.targets().size()) {
        throw EvaluationFault.of(
            "%d values can't be assigned to %d names", values.size(), tuple.targets().size());
      }
      for (int i = 0; i < values.size(); i++) {
        assign(tuple.targets().get(i), values.get(i), scope);
      }
    } else {
      throw new IllegalStateException("no assignment to " + target.getClass());
    }
  }
}
