package coop.imece.ledger.command;

/** Why a command was refused; the ledger is as it was before. */
public record Refusal(Reason reason, String message) {
  /** In order of precedence: when several apply, the first is answered. */
  public enum Reason {
    /** No genesis or no policy yet, or a second genesis. */
    NOT_IN_ORDER,
    /** A field is outside its range. */
    FIELD_INVALID,
    ID_TOO_OLD,
    ID_FROM_THE_FUTURE,
    /** The id names another request. */
    ID_TAKEN,
    WALLET_UNKNOWN,
    MODEL_UNKNOWN,
    NODE_UNKNOWN,
    MANDATE_UNKNOWN,
    HOLD_UNKNOWN,
    LINE_UNKNOWN,
    /** The key, hash or number stands for something else already. */
    CONFLICT,
    TOKENS_INVALID,
    STAGES_INVALID,
    BALANCE_TOO_LOW,
    BUDGET_EXHAUSTED,
    /** Too early, or nothing there. */
    NOT_DUE,
    /** A limit of this process: try again later. */
    BUSY
  }
}
