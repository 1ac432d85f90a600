package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.ledger.command.Decision;
import coop.imece.ledger.command.Done;
import coop.imece.ledger.command.LedgerCommand.Begin;
import coop.imece.ledger.command.LedgerCommand.OpenEpoch;
import coop.imece.ledger.command.LedgerCommand.RecordNode;
import coop.imece.ledger.command.LedgerCommand.RegisterWallet;
import coop.imece.ledger.command.LedgerCommand.ServeModel;
import coop.imece.ledger.command.LedgerCommand.SetPolicy;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.EpochOpened;
import coop.imece.ledger.event.Genesis;
import coop.imece.ledger.event.ModelServed;
import coop.imece.ledger.event.NodeRecorded;
import coop.imece.ledger.event.PolicySet;
import coop.imece.ledger.event.WalletRegistered;
import coop.imece.log.Hash;
import java.util.Optional;

/** Who and what there is: origin, policy, models, wallets, nodes, epochs. */
final class SetupRules {
  private static final int NAME = 256;
  private static final int MIN_RELIABILITY4 = 5_000;

  private SetupRules() {}

  static Decision begin(LedgerState state, Begin command) {
    Refuse.unlessText("origin", command.origin(), NAME);
    if (state.origin.isEmpty()) {
      return Decision.accept(new Genesis(command.origin()));
    }
    if (state.origin.get().equals(command.origin())) {
      return repeated(0, Genesis.KIND);
    }
    throw Refuse.because(
        Reason.NOT_IN_ORDER, "the ledger's origin is '%s' already", state.origin.get());
  }

  static Decision policy(LedgerState state, SetPolicy command) {
    if (state.origin.isEmpty()) {
      throw Refuse.because(Reason.NOT_IN_ORDER, "the ledger has no genesis yet");
    }
    command
        .policy()
        .tiers()
        .forEach(tier -> Refuse.unlessText("name of a tier", tier.name(), NAME));
    var current = state.policy.filter(policy -> policy.value().equals(command.policy()));
    return current
        .map(policy -> repeated(policy.seq(), PolicySet.KIND))
        .orElseGet(() -> Decision.accept(new PolicySet(command.policy())));
  }

  static Decision model(LedgerState state, ServeModel command) {
    Refuse.unlessText("name", command.name(), NAME);
    var model = new ModelServed(command.id(), command.name(), command.precision(), command.shape());
    var known = Optional.ofNullable(state.models.get(command.id()));
    if (known.isPresent() && !known.get().value().equals(model)) {
      throw Refuse.because(Reason.CONFLICT, "model %s is recorded otherwise already", command.id());
    }
    return known
        .map(recorded -> repeated(recorded.seq(), ModelServed.KIND))
        .orElseGet(() -> Decision.accept(model));
  }

  static Decision wallet(LedgerState state, RegisterWallet command) {
    var wallet = command.key().walletId();
    var known = Optional.ofNullable(state.books.accounts.get(wallet));
    return known
        .map(account -> repeated(account.seq, WalletRegistered.KIND))
        .orElseGet(() -> Decision.accept(new WalletRegistered(command.key(), wallet)));
  }

  static Decision node(LedgerState state, RecordNode command) {
    var policy = state.policy.orElseThrow().value();
    Refuse.unlessText("class", command.hardwareClass(), NAME);
    Refuse.unlessText("reason", command.reason(), NAME);
    Refuse.unlessWithin("m4", command.m4(), 0, policy.maxMultiplier4());
    Refuse.unlessWithin("r4", command.r4(), MIN_RELIABILITY4, 10_000);
    if (command.wallet().isPresent() && !state.books.accounts.containsKey(command.wallet().get())) {
      throw Refuse.because(
          Reason.WALLET_UNKNOWN, "wallet %s is not registered", command.wallet().get());
    }
    var node =
        new NodeRecorded(
            command.hardwareClass(),
            command.key(),
            command.m4(),
            command.key().nodeId(),
            command.r4(),
            command.reason(),
            command.state(),
            command.wallet());
    return Optional.ofNullable(state.nodes.get(node.node()))
        .map(NodeHistory::current)
        .filter(current -> current.values().equals(node))
        .map(current -> repeated(current.seq(), NodeRecorded.KIND))
        .orElseGet(() -> Decision.accept(node));
  }

  static Decision epoch(LedgerState state, OpenEpoch command) {
    Refuse.unlessWithin("number", command.number(), 0, Integer.MAX_VALUE);
    var next = new EpochOpened(command.keyHash(), command.number(), command.previousKey());
    if (state.epoch.isEmpty()) {
      if (command.number() != 0 || command.previousKey().isPresent()) {
        throw Refuse.because(Reason.CONFLICT, "the first epoch has number 0 and no previous key");
      }
      return Decision.accept(next);
    }
    var current = state.epoch.get();
    if (current.value().equals(next)) {
      return repeated(current.seq(), EpochOpened.KIND);
    }
    var shown = command.previousKey().map(key -> Hash.sha256(key.toBytes()));
    if (command.number() != current.value().number() + 1
        || !shown.equals(Optional.of(current.value().keyHash()))) {
      throw Refuse.because(
          Reason.CONFLICT,
          "need epoch %d with the key whose hash is %s, was epoch %d",
          current.value().number() + 1,
          current.value().keyHash(),
          command.number());
    }
    return Decision.accept(next);
  }

  static Decision repeated(long seq, String kind) {
    return new Decision.Repeated(new Done(seq, kind, Gft.ZERO));
  }
}
