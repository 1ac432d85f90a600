package coop.imece.ledger.actor;

import coop.imece.core.WalletId;
import coop.imece.ledger.command.LedgerCommand;

/** What can be asked of the ledger by who is let in. */
public sealed interface Question {
  /** To be recorded. The same command again gets the first answer. */
  record Record(LedgerCommand command) implements Question {}

  /** What a wallet has. */
  record Balance(WalletId wallet) implements Question {}

  /** What was issued, and where it is. */
  record Supply() implements Question {}
}
