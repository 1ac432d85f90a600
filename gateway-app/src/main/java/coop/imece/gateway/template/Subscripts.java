package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.Optional;

/** {@code value.name}, {@code value[index]} and {@code value[start:stop:step]}. */
final class Subscripts {
  /** Of the attributes by which templates elsewhere reached the objects of their host. */
  private static final String HOST_PREFIX = "__";

  private final Rendering rendering;

  Subscripts(Rendering rendering) {
    this.rendering = rendering;
  }

  /** A method before a key, as Jinja looks attributes up. */
  Value attribute(Value target, String name) {
    return method(target, name)
        .or(() -> entry(target, name))
        .orElseGet(() -> missing(target, name));
  }

  /** A key before a method. */
  Value item(Value target, Value index) {
    if (index instanceof Text name) {
      return entry(target, name.chars())
          .or(() -> method(target, name.chars()))
          .orElseGet(() -> missing(target, name.chars()));
    } else if (index instanceof Value.Int || index instanceof Value.Bool) {
      return at(target, Comparison.integer(index));
    }
    refuseUndefined(target);
    return new Value.Undefined("%s has no item by %s".formatted(Kind.of(target), Kind.of(index)));
  }

  private Optional<Value> method(Value target, String name) {
    if (target instanceof Text text) {
      return TextMethods.of(text, name, rendering);
    } else if (target instanceof Value.Mapping mapping) {
      return MappingMethods.of(mapping, name, rendering);
    } else if (target instanceof Value.Items items) {
      return ListMethods.of(items, name, rendering);
    }
    return Optional.empty();
  }

  private Optional<Value> entry(Value target, String name) {
    if (target instanceof Value.Mapping mapping) {
      return Optional.ofNullable(mapping.entries().get(name));
    } else if (target instanceof Value.Namespace namespace) {
      return Optional.ofNullable(namespace.attributes.get(name));
    } else if (target instanceof Loop loop && !name.startsWith(HOST_PREFIX)) {
      return Optional.of(loop.attribute(name, rendering.comparison()));
    }
    return Optional.empty();
  }

  private static Value missing(Value target, String name) {
    refuseUndefined(target);
    if (name.startsWith(HOST_PREFIX)) {
      throw EvaluationFault.of("the attribute '%s' is out of reach", name);
    }
    return new Value.Undefined("%s has no attribute '%s'".formatted(Kind.of(target), name));
  }

  private static void refuseUndefined(Value target) {
    if (target instanceof Value.Undefined undefined) {
      throw new EvaluationFault(undefined.reason());
    }
  }

  private Value at(Value target, long index) {
    refuseUndefined(target);
    if (target instanceof Value.Items items) {
      var position = index < 0 ? index + items.values().size() : index;
      if (position >= 0 && position < items.values().size()) {
        return items.values().get((int) position);
      }
    } else if (target instanceof Text text) {
      rendering.budget().read(text);
      var position = index < 0 ? index + text.length() : index;
      if (position >= 0 && position < text.length()) {
        var start = text.chars().offsetByCodePoints(0, (int) position);
        return text.slice(start, text.chars().offsetByCodePoints(start, 1));
      }
    }
    return new Value.Undefined("%s has no item %d".formatted(Kind.of(target), index));
  }

  Value slice(Value target, Value start, Value stop, Value step) {
    refuseUndefined(target);
    var stride = step instanceof Value.None ? 1 : bound(step);
    if (stride == 0) {
      throw new EvaluationFault("the step of a slice can't be 0");
    }
    if (target instanceof Text text) {
      return sliceText(text, start, stop, stride);
    } else if (target instanceof Value.Items items) {
      var range = SliceRange.of(items.values().size(), start, stop, stride);
      rendering.budget().grow(range.count());
      var values = new ArrayList<Value>();
      range.indexes().forEach(i -> values.add(items.values().get(i)));
      return new Value.Items(values, items.tuple());
    }
    throw EvaluationFault.of("%s can't be sliced", Kind.of(target));
  }

  private Text sliceText(Text text, Value start, Value stop, long stride) {
    var chars = text.chars();
    var range = SliceRange.of(text.length(), start, stop, stride);
    rendering.budget().grow(range.count());
    if (range.count() == 0) {
      return Text.EMPTY;
    } else if (stride == 1) {
      var from = chars.offsetByCodePoints(0, range.first());
      return text.slice(from, chars.offsetByCodePoints(from, range.count()));
    }
    var points = chars.codePoints().toArray();
    var picked = new StringBuilder();
    range.indexes().forEach(i -> picked.appendCodePoint(points[i]));
    return text.derive(picked.toString());
  }

  static long bound(Value value) {
    if (value instanceof Value.Int || value instanceof Value.Bool) {
      return Comparison.integer(value);
    }
    throw EvaluationFault.of("the bounds of a slice must be integers, was %s", Kind.of(value));
  }
}
