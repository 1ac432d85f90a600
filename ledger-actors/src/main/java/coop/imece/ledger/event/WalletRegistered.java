package coop.imece.ledger.event;

import coop.imece.core.WalletId;
import coop.imece.ledger.command.LedgerCommand;

/** A key pair that can own a balance from here on. */
public record WalletRegistered(PublicKey key, WalletId wallet) implements LedgerEvent {
  public static final String KIND = "wallet";

  static WalletRegistered read(DataReader data) {
    return new WalletRegistered(data.parsed("key", PublicKey::parse), data.wallet("wallet"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.RegisterWallet(key);
  }

  @Override
  public void write(DataWriter data) {
    data.text("key", key).text("wallet", wallet);
  }
}
