package coop.imece.ledger.event;

import coop.imece.core.Gft;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.log.Hash;

/**
 * Limits that a wallet signed, for whoever shows the secret behind the hash: an API key, an invite.
 *
 * @param expires Unix time in milliseconds
 * @param hash SHA-256 of the secret
 * @param purpose what the secret is for
 * @param signature the wallet's signature, as it was given
 */
public record MandateGiven(
    long expires,
    Hash hash,
    Gft limit,
    String purpose,
    String scope,
    String signature,
    WalletId wallet)
    implements LedgerEvent {
  public static final String KIND = "mandate";

  static MandateGiven read(DataReader data) {
    return new MandateGiven(
        data.integer("expires"),
        data.hash("hash"),
        data.amount("limit"),
        data.text("purpose"),
        data.text("scope"),
        data.text("signature"),
        data.wallet("wallet"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.GiveMandate(
        expires, hash, limit.toString(), purpose, scope, signature, wallet);
  }

  @Override
  public void write(DataWriter data) {
    data.integer("expires", expires)
        .text("hash", hash)
        .text("limit", limit)
        .text("purpose", purpose)
        .text("scope", scope)
        .text("signature", signature)
        .text("wallet", wallet);
  }
}
