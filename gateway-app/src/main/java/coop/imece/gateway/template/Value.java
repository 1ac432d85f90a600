package coop.imece.gateway.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that a template can hold. Immutable but for {@link Namespace}. */
sealed interface Value
    permits Text,
        Value.Undefined,
        Value.None,
        Value.Bool,
        Value.Int,
        Value.Real,
        Value.Items,
        Value.Mapping,
        Value.Namespace,
        Value.Function,
        Loop {

  /** A name or attribute that is not there; {@code reason} is told when it is used as a value. */
  record Undefined(String reason) implements Value {
    static Undefined named(String name) {
      return new Undefined("'" + name + "' is undefined");
    }
  }

  enum None implements Value {
    NONE
  }

  record Bool(boolean value) implements Value {
    static final Bool TRUE = new Bool(true);
    static final Bool FALSE = new Bool(false);

    static Bool of(boolean value) {
      return value ? TRUE : FALSE;
    }
  }

  record Int(long value) implements Value {}

  record Real(double value) implements Value {}

  /** A list, or a tuple, which differs in how it is printed. */
  record Items(List<Value> values, boolean tuple) implements Value {
    static Items list(List<Value> values) {
      return new Items(values, false);
    }

    static Items tuple(Value... values) {
      return new Items(List.of(values), true);
    }
  }

  /** In insertion order; {@code foreignKeys} if the keys came with the request. */
  record Mapping(Map<String, Value> entries, boolean foreignKeys) implements Value {
    Text key(String name) {
      return Text.of(name, foreignKeys);
    }
  }

  /** What {@code namespace()} makes: the one value whose attributes a template can set. */
  final class Namespace implements Value {
    final Map<String, Value> attributes = new HashMap<>();
  }

  /** A macro, a built-in function, or a method bound to its value. */
  record Function(String name, Body body) implements Value {
    Value call(Arguments arguments) {
      return body.call(arguments);
    }

    /** What a function does with its arguments. */
    interface Body {
      Value call(Arguments arguments);
    }
  }
}
