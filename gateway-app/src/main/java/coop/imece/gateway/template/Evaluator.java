package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/** The value of an expression within a scope. */
final class Evaluator {
  private final Rendering rendering;
  private final Subscripts subscripts;
  private final Arithmetic arithmetic;

  Evaluator(Rendering rendering) {
    this.rendering = rendering;
    this.subscripts = new Subscripts(rendering);
    this.arithmetic = new Arithmetic(rendering);
  }

  Value evaluate(Expression expression, Scope scope) {
    rendering.budget().step();
    rendering.budget().enter();
    var value = dispatch(expression, scope);
    rendering.budget().leave();
    return value;
  }

  private Value dispatch(Expression expression, Scope scope) {
    if (expression instanceof Expression.Literal literal) {
      return literal.value();
    } else if (expression instanceof Expression.Variable variable) {
      return scope.get(variable.name());
    } else if (expression instanceof Expression.Attribute attribute) {
      return subscripts.attribute(evaluate(attribute.target(), scope), attribute.name());
    } else if (expression instanceof Expression.Item item) {
      return subscripts.item(evaluate(item.target(), scope), evaluate(item.index(), scope));
    } else if (expression instanceof Expression.Slice slice) {
      return slice(slice, scope);
    } else if (expression instanceof Expression.Call call) {
      return call(evaluate(call.callee(), scope), arguments(call.given(), scope));
    } else if (expression instanceof Expression.Filter filter) {
      var target = evaluate(filter.target(), scope);
      return Filters.apply(filter.name(), target, arguments(filter.given(), scope), rendering);
    } else if (expression instanceof Expression.Test test) {
      var target = evaluate(test.target(), scope);
      return Value.Bool.of(
          Tests.check(test.name(), target, arguments(test.given(), scope), rendering));
    } else if (expression instanceof Expression.ListLiteral list) {
      return list(list, scope);
    } else if (expression instanceof Expression.DictLiteral dict) {
      return dict(dict, scope);
    }
    return operator(expression, scope);
  }

  private Value operator(Expression expression, Scope scope) {
    if (expression instanceof Expression.Not not) {
      return Value.Bool.of(!Truth.of(evaluate(not.operand(), scope)));
    } else if (expression instanceof Expression.Signed signed) {
      var operand = evaluate(signed.operand(), scope);
      var negated = Numbers.negate(operand);
      return signed.negative() ? negated : Numbers.negate(negated);
    } else if (expression instanceof Expression.Binary binary) {
      var left = evaluate(binary.left(), scope);
      return arithmetic.apply(binary.operator(), left, evaluate(binary.right(), scope));
    } else if (expression instanceof Expression.Concat concat) {
      return concat(concat, scope);
    } else if (expression instanceof Expression.And and) {
      var left = evaluate(and.left(), scope);
      return Truth.of(left) ? evaluate(and.right(), scope) : left;
    } else if (expression instanceof Expression.Or or) {
      var left = evaluate(or.left(), scope);
      return Truth.of(left) ? left : evaluate(or.right(), scope);
    } else if (expression instanceof Expression.Compare compare) {
      return compare(compare, scope);
    } else if (expression instanceof Expression.Conditional conditional) {
      return conditional(conditional, scope);
    }
    throw new IllegalStateException("no evaluation of " + expression.getClass());
  }

  Value call(Value callee, Arguments arguments) {
    if (callee instanceof Value.Function function) {
      return function.call(arguments);
    } else if (callee instanceof Loop loop) {
      return loop.call(arguments);
    } else if (callee instanceof Value.Undefined undefined) {
      throw new EvaluationFault(undefined.reason());
    }
    throw EvaluationFault.of("%s can't be called", Kind.of(callee));
  }

  Arguments arguments(Expression.Given given, Scope scope) {
    if (given == Expression.Given.NOTHING) {
      return Arguments.NONE;
    }
    var positional = new ArrayList<Value>();
    given.positional().forEach(e -> positional.add(evaluate(e, scope)));
    var named = new LinkedHashMap<String, Value>();
    given.named().forEach((name, e) -> named.put(name, evaluate(e, scope)));
    return new Arguments(positional, named);
  }

  private Value slice(Expression.Slice slice, Scope scope) {
    var target = evaluate(slice.target(), scope);
    return subscripts.slice(
        target,
        slice.start().map(e -> evaluate(e, scope)).orElse(Value.None.NONE),
        slice.stop().map(e -> evaluate(e, scope)).orElse(Value.None.NONE),
        slice.step().map(e -> evaluate(e, scope)).orElse(Value.None.NONE));
  }

  private Value list(Expression.ListLiteral list, Scope scope) {
    rendering.budget().grow(list.items().size());
    var values = new ArrayList<Value>();
    list.items().forEach(e -> values.add(evaluate(e, scope)));
    return new Value.Items(values, list.tuple());
  }

  private Value dict(Expression.DictLiteral dict, Scope scope) {
    rendering.budget().grow(dict.pairs().size());
    var entries = new LinkedHashMap<String, Value>();
    var foreign = false;
    for (var pair : dict.pairs()) {
      var key = evaluate(pair.key(), scope);
      if (!(key instanceof Text text)) {
        throw EvaluationFault.of("the key of a mapping must be a text, was %s", Kind.of(key));
      }
      foreign |= text.foreign();
      entries.put(text.chars(), evaluate(pair.value(), scope));
    }
    return new Value.Mapping(entries, foreign);
  }

  private Value concat(Expression.Concat concat, Scope scope) {
    var joined = new TextBuilder();
    for (var operand : concat.operands()) {
      var text = rendering.print(evaluate(operand, scope));
      rendering.budget().grow(text.chars().length());
      joined.append(text);
    }
    return joined.build();
  }

  private Value compare(Expression.Compare compare, Scope scope) {
    var left = evaluate(compare.first(), scope);
    for (var comparand : compare.comparands()) {
      var right = evaluate(comparand.operand(), scope);
      if (!Membership.compare(comparand.operator(), left, right, rendering)) {
        return Value.Bool.FALSE;
      }
      left = right;
    }
    return Value.Bool.TRUE;
  }

  private Value conditional(Expression.Conditional conditional, Scope scope) {
    if (Truth.of(evaluate(conditional.condition(), scope))) {
      return evaluate(conditional.then(), scope);
    }
    return conditional
        .otherwise()
        .map(e -> evaluate(e, scope))
        .orElseGet(() -> new Value.Undefined("the condition is false and there is no else"));
  }
}
