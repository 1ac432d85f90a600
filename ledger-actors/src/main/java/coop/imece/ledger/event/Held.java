package coop.imece.ledger.event;

import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.log.Hash;

/**
 * The most that a request can cost, reserved.
 *
 * @param expires Unix time in milliseconds from which anyone may close it
 * @param fallback whether a fallback provider may answer, at its price
 */
public record Held(
    Gft amount,
    long expires,
    boolean fallback,
    SessionId id,
    int maxTokens,
    Hash model,
    int promptTokens,
    WalletId wallet)
    implements LedgerEvent {
  public static final String KIND = "hold";

  static Held read(DataReader data) {
    return new Held(
        data.amount("amount"),
        data.integer("expires"),
        data.bool("fallback"),
        data.session("id"),
        data.smallInteger("max_tokens"),
        data.hash("model"),
        data.smallInteger("prompt_tokens"),
        data.wallet("wallet"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.Hold(id, wallet, model, promptTokens, maxTokens, fallback, expires);
  }

  @Override
  public void write(DataWriter data) {
    data.text("amount", amount)
        .integer("expires", expires)
        .bool("fallback", fallback)
        .text("id", id)
        .integer("max_tokens", maxTokens)
        .text("model", model)
        .integer("prompt_tokens", promptTokens)
        .text("wallet", wallet);
  }
}
