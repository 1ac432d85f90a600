package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.ledger.command.Decision;
import coop.imece.ledger.command.LedgerCommand.GiveMandate;
import coop.imece.ledger.command.LedgerCommand.Revoke;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.MandateGiven;
import coop.imece.ledger.event.MandateRevoked;
import java.util.Optional;

/** Mandates are recorded here; nothing is spent by them yet. */
final class MandateRules {
  private static final int TEXT = 512;

  private MandateRules() {}

  static Decision give(LedgerState state, GiveMandate command) {
    Refuse.unlessText("purpose", command.purpose(), TEXT);
    Refuse.unlessText("scope", command.scope(), TEXT);
    Refuse.unlessText("signature", command.signature(), TEXT);
    Refuse.unlessWithin("expires", command.expires(), 0, (1L << 53) - 1);
    var mandate =
        new MandateGiven(
            command.expires(),
            command.hash(),
            limit(command.limit()),
            command.purpose(),
            command.scope(),
            command.signature(),
            command.wallet());
    if (!state.books.accounts.containsKey(command.wallet())) {
      throw Refuse.because(Reason.WALLET_UNKNOWN, "wallet %s is not registered", command.wallet());
    }
    var known = Optional.ofNullable(state.mandates.get(command.hash()));
    if (known.isPresent() && !known.get().value().equals(mandate)) {
      throw Refuse.because(
          Reason.CONFLICT, "mandate %s is recorded otherwise already", command.hash());
    }
    return known
        .map(recorded -> SetupRules.repeated(recorded.seq(), MandateGiven.KIND))
        .orElseGet(() -> Decision.accept(mandate));
  }

  static Decision revoke(LedgerState state, Revoke command) {
    Refuse.unlessText("reason", command.reason(), TEXT);
    if (!state.mandates.containsKey(command.hash())) {
      throw Refuse.because(Reason.MANDATE_UNKNOWN, "no mandate %s in force", command.hash());
    }
    return Decision.accept(new MandateRevoked(command.hash(), command.reason()));
  }

  private static Gft limit(String text) {
    try {
      return Gft.parsePositive(text);
    } catch (IllegalArgumentException e) {
      throw Refuse.because(Reason.FIELD_INVALID, "limit: %s", e.getMessage());
    }
  }
}
