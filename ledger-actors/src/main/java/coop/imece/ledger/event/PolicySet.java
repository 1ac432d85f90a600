package coop.imece.ledger.event;

import coop.imece.ledger.command.LedgerCommand;

/** The constants in force from this entry on. */
public record PolicySet(Policy policy) implements LedgerEvent {
  public static final String KIND = "policy";

  static PolicySet read(DataReader data) {
    return new PolicySet(Policy.read(data));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.SetPolicy(policy);
  }

  @Override
  public void write(DataWriter data) {
    policy.write(data);
  }
}
