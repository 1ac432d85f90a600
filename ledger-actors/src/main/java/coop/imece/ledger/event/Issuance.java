package coop.imece.ledger.event;

import java.util.Arrays;

/** How much a request's work issues. */
public enum Issuance {
  /** F x M x R. */
  FORMULA("formula"),
  /** The same, but a request never issues more than it charged. */
  POT_BOUNDED("pot-bounded");

  private final String wireName;

  Issuance(String wireName) {
    this.wireName = wireName;
  }

  public static Issuance parse(String text) {
    return Arrays.stream(values())
        .filter(issuance -> issuance.wireName.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "issuance must be formula or pot-bounded, was '%s'".formatted(text)));
  }

  @Override
  public String toString() {
    return wireName;
  }
}
