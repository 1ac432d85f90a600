package coop.imece.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Typed, bounded reading of one JSON object's fields; every refusal names file, field and rule. */
record ConfigFields(Path file, JsonNode object) {

  boolean given(String field) {
    return object.hasNonNull(field);
  }

  boolean mentioned(String field) {
    return object.has(field);
  }

  int integer(String field, int min, int max) {
    var value = object.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw bad(field, "a whole number in [%d, %d]".formatted(min, max));
    }
    if (value.intValue() < min || value.intValue() > max) {
      throw bad(field, "in [%d, %d]".formatted(min, max));
    }
    return value.intValue();
  }

  int integer(String field, int min, int max, int otherwise) {
    return given(field) ? integer(field, min, max) : otherwise;
  }

  OptionalInt optionalInteger(String field, int min, int max) {
    return given(field) ? OptionalInt.of(integer(field, min, max)) : OptionalInt.empty();
  }

  double number(String field) {
    var value = object.path(field);
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw bad(field, "a finite number");
    }
    return value.doubleValue();
  }

  double number(String field, double otherwise) {
    return given(field) ? number(field) : otherwise;
  }

  boolean flag(String field, boolean otherwise) {
    if (!given(field)) {
      return otherwise;
    }
    if (!object.path(field).isBoolean()) {
      throw bad(field, "true or false");
    }
    return object.path(field).booleanValue();
  }

  String text(String field) {
    if (!object.path(field).isTextual()) {
      throw bad(field, "a text");
    }
    return object.path(field).textValue();
  }

  String text(String field, String otherwise) {
    return given(field) ? text(field) : otherwise;
  }

  ConfigFields nested(String field) {
    if (!object.path(field).isObject()) {
      throw bad(field, "an object");
    }
    return new ConfigFields(file, object.path(field));
  }

  JsonNode node(String field) {
    return object.path(field);
  }

  /** The field is refused by a rule of the format. */
  ModelFolderException bad(String field, String rule) {
    return new ModelFolderException(message(field, rule));
  }

  /** The field is sound, but asks for something that our decoder does not do. */
  UnsupportedModelException unsupported(String field, String supported) {
    return new UnsupportedModelException(
        field, message(field, supported) + ": this model is not supported");
  }

  private String message(String field, String rule) {
    var value = object.path(field);
    var shown = value.isMissingNode() ? "missing" : value.toString();
    var cut = shown.length() > 80 ? shown.substring(0, 80) + "..." : shown;
    return "%s: %s must be %s, was %s".formatted(file, field, rule, cut);
  }
}
