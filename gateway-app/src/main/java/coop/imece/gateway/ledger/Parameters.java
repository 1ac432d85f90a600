package coop.imece.gateway.ledger;

import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.RequestRefused;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.Query;

/** The query of a URL. */
record Parameters(Query query) {
  Optional<String> text(String name) {
    return query.get(name);
  }

  /** A whole number within bounds, both included. */
  long number(String name, long least, long most, long otherwise) {
    return query.get(name).map(text -> number(name, text, least, most)).orElse(otherwise);
  }

  /** Reads a whole number in plain digits. */
  static long number(String name, String text, long least, long most) {
    var value = text.matches("0|[1-9][0-9]{0,17}") ? Long.parseLong(text) : -1;
    if (value < least || value > most) {
      throw new RequestRefused(
          ApiError.invalidValue(
              name, "need a whole number from %d to %d, was '%s'".formatted(least, most, text)));
    }
    return value;
  }
}
