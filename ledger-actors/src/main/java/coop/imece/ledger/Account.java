package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.core.WalletId;
import coop.imece.ledger.event.PublicKey;
import java.util.TreeMap;

/** A wallet's lots, first earned first. Mutable, of one {@link Books}. */
final class Account {
  final WalletId wallet;
  final PublicKey key;

  /** Index of the entry that registered the wallet. */
  final long seq;

  final TreeMap<Integer, Lot> lots = new TreeMap<>();
  Gft available = Gft.ZERO;

  Account(WalletId wallet, PublicKey key, long seq) {
    this.wallet = wallet;
    this.key = key;
    this.seq = seq;
  }
}
