package coop.imece.gateway.template;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** The functions that every template can call. */
final class Globals {
  private Globals() {}

  static Map<String, Value> of(Rendering rendering) {
    var globals = new LinkedHashMap<String, Value>();
    add(globals, "range", arguments -> range(arguments, rendering));
    add(globals, "namespace", Globals::namespace);
    add(globals, "dict", Globals::dict);
    add(globals, "raise_exception", arguments -> raise(arguments, rendering));
    add(globals, "strftime_now", arguments -> now(arguments, rendering));
    return globals;
  }

  private static void add(Map<String, Value> globals, String name, Value.Function.Body body) {
    globals.put(name, new Value.Function(name, body));
  }

  private static Value range(Arguments arguments, Rendering rendering) {
    arguments.expect("'range'", "start", "stop", "step");
    var first = arguments.integer(0, "start", 0);
    var two = arguments.get(1, "stop").isPresent();
    var start = two ? first : 0;
    var stop = two ? arguments.integer(1, "stop", 0) : first;
    var step = arguments.integer(2, "step", 1);
    if (step == 0) {
      throw new EvaluationFault("the step of a range can't be 0");
    }
    var values = new ArrayList<Value>();
    for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
      rendering.budget().step();
      values.add(new Value.Int(i));
    }
    return Value.Items.list(values);
  }

  private static Value namespace(Arguments arguments) {
    var namespace = new Value.Namespace();
    for (var value : arguments.positional()) {
      if (!(value instanceof Value.Mapping mapping)) {
        throw EvaluationFault.of("'namespace' takes a mapping, was given %s", Kind.of(value));
      }
      namespace.attributes.putAll(mapping.entries());
    }
    namespace.attributes.putAll(arguments.named());
    return namespace;
  }

  private static Value dict(Arguments arguments) {
    var entries = new LinkedHashMap<String, Value>();
    var foreign = false;
    for (var value : arguments.positional()) {
      if (!(value instanceof Value.Mapping mapping)) {
        throw EvaluationFault.of("'dict' takes a mapping, was given %s", Kind.of(value));
      }
      entries.putAll(mapping.entries());
      foreign |= mapping.foreignKeys();
    }
    entries.putAll(arguments.named());
    return new Value.Mapping(entries, foreign);
  }

  private static Value raise(Arguments arguments, Rendering rendering) {
    var message = arguments.expect("'raise_exception'", "message").required(0, "message");
    throw new TemplateRefusalException(rendering.print(message).chars());
  }

  private static Value now(Arguments arguments, Rendering rendering) {
    var format = arguments.expect("'strftime_now'", "format").text(0, "format");
    return Text.ofTemplate(Strftime.format(format.chars(), ZonedDateTime.now(rendering.clock())));
  }
}
