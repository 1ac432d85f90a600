package coop.imece.ledger.event;

import coop.imece.ledger.command.LedgerCommand;
import coop.imece.log.CanonicalWriter;

/** What an entry says happened. */
public sealed interface LedgerEvent
    permits Genesis,
        PolicySet,
        ModelServed,
        WalletRegistered,
        NodeRecorded,
        MandateGiven,
        MandateRevoked,
        Held,
        Progressed,
        Settled,
        Voided,
        CanaryBought,
        Matured,
        Forfeited,
        Refunded,
        Warned,
        Expired,
        EpochOpened {

  /** The entry's {@code kind}. */
  String kind();

  /**
   * The command that leads to this event and to nothing else: whoever recomputes the ledger decides
   * it again and compares.
   */
  LedgerCommand command();

  /** Writes the fields of the entry's {@code data}, keys ascending. */
  void write(DataWriter data);

  /** The entry's {@code data}. */
  default byte[] toBytes() {
    var writer = new CanonicalWriter().beginObject();
    write(new DataWriter(writer));
    return writer.endObject().toBytes();
  }
}
