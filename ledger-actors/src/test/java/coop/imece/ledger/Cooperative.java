package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Gft;
import coop.imece.core.LayerRange;
import coop.imece.core.ModelShape;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.Done;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.LedgerCommand.Begin;
import coop.imece.ledger.command.LedgerCommand.BuyCanary;
import coop.imece.ledger.command.LedgerCommand.Hold;
import coop.imece.ledger.command.LedgerCommand.RecordNode;
import coop.imece.ledger.command.LedgerCommand.RegisterWallet;
import coop.imece.ledger.command.LedgerCommand.ServeModel;
import coop.imece.ledger.command.LedgerCommand.SetPolicy;
import coop.imece.ledger.command.Refusal;
import coop.imece.ledger.event.NodeState;
import coop.imece.ledger.event.Policy;
import coop.imece.ledger.event.PublicKey;
import coop.imece.ledger.event.StageWork;
import coop.imece.log.Entry;
import coop.imece.log.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A ledger under test: wallets 0, 1 ..., node i of wallet i, one model, a clock to be moved. */
final class Cooperative {
  static final long START = 1_767_225_600_000L;
  static final long DAY = 86_400_000L;
  static final LedgerLimits LIMITS = new LedgerLimits(1_000, 1_000);
  static final ModelShape SHAPE = ModelShape.dense(4, 64, 8, 4, 16, 96, 300);
  static final Hash MODEL = Hash.sha256("test model".getBytes());

  final Ledger ledger = Ledger.empty();
  final List<Entry> entries = new ArrayList<>();
  final SplittableRandom random = new SplittableRandom(5);
  long now = START;

  static Cooperative of(Policy policy, int wallets) {
    var cooperative = new Cooperative();
    cooperative.accept(new Begin("imece.example/ledger"));
    cooperative.accept(new SetPolicy(policy));
    cooperative.accept(new ServeModel(MODEL, "test", Precision.FP16, SHAPE));
    for (var i = 0; i < wallets; i++) {
      cooperative.accept(new RegisterWallet(walletKey(i)));
      cooperative.accept(node(i, 10_000, 10_000, NodeState.ACTIVE));
    }
    return cooperative;
  }

  /** With a budget of canaries to fund wallets from. */
  static Cooperative funded(Policy policy, int wallets) {
    var cooperative = of(policy.withCanaryBudget(Gft.parse("1" + "0".repeat(20))), wallets);
    for (var i = 0; i < wallets; i++) {
      cooperative.fund(i, 10_000);
    }
    return cooperative;
  }

  void fund(int wallet, int tokens) {
    accept(new BuyCanary(id(), MODEL, 10, tokens, List.of(stage(wallet, 0, 4, 0, tokens))));
  }

  static RecordNode node(int i, int m4, int r4, NodeState state) {
    return new RecordNode(
        "MID_CONSUMER_GPU", nodeKey(i), m4, r4, "test", state, Optional.of(wallet(i)));
  }

  Hold hold(int wallet, int prompt, int max) {
    return new Hold(id(), wallet(wallet), MODEL, prompt, max, false, now + 900_000);
  }

  StageWork stage(int node, int startLayer, int endLayer, int start, int end) {
    return stage(false, node, startLayer, endLayer, start, end);
  }

  StageWork stage(boolean checked, int node, int startLayer, int endLayer, int start, int end) {
    var receipt = new byte[32];
    random.nextBytes(receipt);
    var layers = new LayerRange(startLayer, endLayer);
    return new StageWork(
        checked, 7, end, 11, layers, nodeId(node), Optional.of(Hash.of(receipt)), start);
  }

  SessionId id() {
    return SessionId.of(now, random);
  }

  /** The answer to the last entry of an accepted command. */
  Done accept(LedgerCommand command) {
    var outcome = execute(command);
    assertTrue(outcome instanceof Outcome.Appended, () -> command + " gave " + outcome);
    var answers = ((Outcome.Appended) outcome).answers();
    return answers.get(answers.size() - 1);
  }

  Done repeat(LedgerCommand command) {
    var outcome = execute(command);
    assertTrue(outcome instanceof Outcome.Repeated, () -> command + " gave " + outcome);
    return ((Outcome.Repeated) outcome).answer();
  }

  /** The refusal; asserts that nothing changed. */
  Refusal refuse(LedgerCommand command) {
    var before = ledger.snapshot();
    var outcome = execute(command);
    assertTrue(outcome instanceof Outcome.Refused, () -> command + " gave " + outcome);
    assertTrue(before.equals(ledger.snapshot()), "a refusal changed the state");
    return ((Outcome.Refused) outcome).refusal();
  }

  Outcome execute(LedgerCommand command) {
    var outcome = ledger.execute(command, LIMITS, now);
    if (outcome instanceof Outcome.Appended appended) {
      entries.addAll(appended.entries());
    }
    return outcome;
  }

  /** Sweeps until nothing is due; the number of entries that came of it. */
  int sweep() {
    var before = entries.size();
    var size = -1;
    while (size != entries.size()) {
      size = entries.size();
      execute(new LedgerCommand.Sweep(100));
    }
    return entries.size() - before;
  }

  LedgerState.Balance balance(int wallet) {
    return ledger.state().balance(wallet(wallet)).orElseThrow();
  }

  static WalletId wallet(int i) {
    return walletKey(i).walletId();
  }

  static NodeId nodeId(int i) {
    return nodeKey(i).nodeId();
  }

  static PublicKey walletKey(int i) {
    return PublicKey.of(Hash.sha256(("wallet " + i).getBytes()).toBytes());
  }

  static PublicKey nodeKey(int i) {
    return PublicKey.of(Hash.sha256(("node " + i).getBytes()).toBytes());
  }
}
