package coop.imece.ledger;

import coop.imece.core.SessionId;
import coop.imece.ledger.command.Refusal.Reason;

/** A request's id carries its time: what is too old to be remembered is refused. */
final class RequestIds {
  /** How far a gateway's clock may be ahead of the ledger's. */
  static final long SKEW_MILLIS = 300_000;

  private RequestIds() {}

  static void requireRecent(SessionId id, long millis) {
    if (id.millis() + ClosedRequests.KEPT_MILLIS < millis) {
      throw Refuse.because(
          Reason.ID_TOO_OLD,
          "id %s is older than 7 days: made at %d, now %d",
          id,
          id.millis(),
          millis);
    }
    if (id.millis() > millis + SKEW_MILLIS) {
      throw Refuse.because(
          Reason.ID_FROM_THE_FUTURE,
          "id %s is more than 5 minutes ahead: made at %d, now %d",
          id,
          id.millis(),
          millis);
    }
  }

  /** What to say when an id names no open hold and no remembered request. */
  static Refuse unknownHold(SessionId id, long millis) {
    try {
      requireRecent(id, millis);
    } catch (Refuse refuse) {
      return refuse;
    }
    return Refuse.because(Reason.HOLD_UNKNOWN, "no hold %s", id);
  }
}
