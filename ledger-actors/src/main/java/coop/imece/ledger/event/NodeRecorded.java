package coop.imece.ledger.event;

import coop.imece.core.NodeId;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.LedgerCommand;
import java.util.Optional;

/**
 * A node's values from here on, each time one of them changes. The scheduler decides them; this
 * records.
 *
 * @param hardwareClass the class that the multiplier was interpolated in
 * @param m4 multiplier in 1/10,000
 * @param r4 reliability in 1/10,000, 5,000 to 10,000
 * @param wallet whom the node earns for; none on installations without accounts
 */
public record NodeRecorded(
    String hardwareClass,
    PublicKey key,
    int m4,
    NodeId node,
    int r4,
    String reason,
    NodeState state,
    Optional<WalletId> wallet)
    implements LedgerEvent {
  public static final String KIND = "node";

  static NodeRecorded read(DataReader data) {
    return new NodeRecorded(
        data.text("class"),
        data.parsed("key", PublicKey::parse),
        data.smallInteger("m4"),
        data.node("node"),
        data.smallInteger("r4"),
        data.text("reason"),
        data.parsed("state", NodeState::valueOf),
        data.optional("wallet", WalletId::new));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.RecordNode(hardwareClass, key, m4, r4, reason, state, wallet);
  }

  @Override
  public void write(DataWriter data) {
    data.text("class", hardwareClass)
        .text("key", key)
        .integer("m4", m4)
        .text("node", node)
        .integer("r4", r4)
        .text("reason", reason)
        .text("state", state)
        .text("wallet", wallet);
  }
}
