package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.core.LayerRange;
import coop.imece.core.ModelShape;
import coop.imece.core.Precision;
import coop.imece.core.SessionId;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.LedgerCommand.Begin;
import coop.imece.ledger.command.LedgerCommand.BuyCanary;
import coop.imece.ledger.command.LedgerCommand.Hold;
import coop.imece.ledger.command.LedgerCommand.RecordNode;
import coop.imece.ledger.command.LedgerCommand.RegisterWallet;
import coop.imece.ledger.command.LedgerCommand.ServeModel;
import coop.imece.ledger.command.LedgerCommand.SetPolicy;
import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.event.NodeState;
import coop.imece.ledger.event.Policy;
import coop.imece.ledger.event.PublicKey;
import coop.imece.ledger.event.StageWork;
import coop.imece.log.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A made-up cooperative's commands, the same for the same seed: wallets with two nodes each, all
 * funded by canaries, and requests through two stages. For benchmarks and for trying an audit.
 */
public final class Workload {
  /** A request's two commands. */
  public record Request(Hold hold, Settle settle) {}

  private static final ModelShape SHAPE = ModelShape.dense(22, 2048, 32, 4, 64, 5632, 32000);
  private static final List<LayerRange> SLICES = LayerRange.split(22, 2);
  private static final Hash MODEL = Hash.sha256("workload".getBytes());
  private static final long HOLD_MILLIS = 900_000;

  private final SplittableRandom random;
  private final List<PublicKey> wallets = new ArrayList<>();
  private final List<PublicKey> nodes = new ArrayList<>();

  public Workload(long seed, int walletCount) {
    if (walletCount < 2) {
      throw new IllegalArgumentException("need 2 wallets or more, was " + walletCount);
    }
    random = new SplittableRandom(seed);
    for (var i = 0; i < walletCount; i++) {
      wallets.add(key());
      nodes.add(key());
      nodes.add(key());
    }
  }

  /** What a ledger needs before the first request. */
  public List<LedgerCommand> setup(String origin, long millis) {
    var commands = new ArrayList<LedgerCommand>();
    commands.add(new Begin(origin));
    commands.add(
        new SetPolicy(Policy.standard().withCanaryBudget(Gft.parse("1" + "0".repeat(30)))));
    commands.add(new ServeModel(MODEL, "workload", Precision.FP16, SHAPE));
    wallets.forEach(wallet -> commands.add(new RegisterWallet(wallet)));
    for (var i = 0; i < nodes.size(); i++) {
      commands.add(
          new RecordNode(
              "MID_CONSUMER_GPU",
              nodes.get(i),
              500 + random.nextInt(79_500),
              9_000 + random.nextInt(1_001),
              "joined",
              NodeState.ACTIVE,
              Optional.of(wallets.get(i / 2).walletId())));
    }
    for (var wallet = 0; wallet < wallets.size(); wallet++) {
      commands.add(
          new BuyCanary(
              SessionId.of(millis, random),
              MODEL,
              100,
              1_000_000,
              stages(2 * wallet, 2 * wallet + 1, 1_000_000)));
    }
    return commands;
  }

  /** One request of a random wallet through two random nodes. */
  public Request request(long millis) {
    var id = SessionId.of(millis, random);
    var wallet = wallets.get(random.nextInt(wallets.size())).walletId();
    var promptTokens = 1 + random.nextInt(500);
    var maxTokens = 16 + random.nextInt(256);
    var outputTokens = 1 + random.nextInt(maxTokens);
    var hold = new Hold(id, wallet, MODEL, promptTokens, maxTokens, false, millis + HOLD_MILLIS);
    var stages = stages(random.nextInt(nodes.size()), random.nextInt(nodes.size()), outputTokens);
    return new Request(hold, new Settle(id, outputTokens, 0, "stop", stages));
  }

  private List<StageWork> stages(int first, int second, int outputTokens) {
    return List.of(
        stage(SLICES.get(0), nodes.get(first), outputTokens),
        stage(SLICES.get(1), nodes.get(second), outputTokens));
  }

  private StageWork stage(LayerRange layers, PublicKey node, int outputTokens) {
    var receipt = Hash.of(bytes());
    return new StageWork(
        false,
        random.nextInt(5_000),
        outputTokens,
        random.nextInt(50_000),
        layers,
        node.nodeId(),
        Optional.of(receipt),
        0);
  }

  private PublicKey key() {
    return PublicKey.of(bytes());
  }

  private byte[] bytes() {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }
}
