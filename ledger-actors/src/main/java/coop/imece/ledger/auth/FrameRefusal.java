package coop.imece.ledger.auth;

/** Why a frame was not taken, in order of precedence. */
public enum FrameRefusal {
  /** No session has this name: it ended, or the ledger started again. Greet again. */
  SESSION_UNKNOWN,
  /** The code is not that of the session's key. */
  FORGED,
  /** A frame with this number was taken before. */
  REPLAYED,
  /** A frame before this one is missing. Greet again. */
  GAP,
  /** It is authentic and says nothing that this version understands. */
  UNREADABLE
}
