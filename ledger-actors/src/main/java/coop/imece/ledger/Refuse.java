package coop.imece.ledger;

import coop.imece.ledger.command.Refusal;
import coop.imece.ledger.command.Refusal.Reason;
import java.nio.charset.StandardCharsets;

/** Leaves a rule from within; {@link Rules} turns it into the refusal that it carries. */
final class Refuse extends RuntimeException {
  private final transient Refusal refusal;

  private Refuse(Refusal refusal) {
    super(refusal.message(), null, false, false);
    this.refusal = refusal;
  }

  static Refuse because(Reason reason, String message, Object... args) {
    return new Refuse(new Refusal(reason, message.formatted(args)));
  }

  /** A name or a sentence of at most so many characters. */
  static void unlessText(String field, String text, int most) {
    if (text.length() > most) {
      throw because(
          Reason.FIELD_INVALID, "%s has at most %d characters, was %d", field, most, text.length());
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw because(Reason.FIELD_INVALID, "%s must have no lone surrogates", field);
    }
  }

  static void unlessWithin(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw because(Reason.FIELD_INVALID, "%s must be %d to %d, was %d", field, least, most, value);
    }
  }

  Refusal refusal() {
    return refusal;
  }
}
