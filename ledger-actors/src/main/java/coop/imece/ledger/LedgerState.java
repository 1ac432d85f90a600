package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.core.NodeId;
import coop.imece.core.WalletId;
import coop.imece.ledger.event.EpochOpened;
import coop.imece.ledger.event.MandateGiven;
import coop.imece.ledger.event.ModelServed;
import coop.imece.ledger.event.NodeRecorded;
import coop.imece.ledger.event.Policy;
import coop.imece.log.Hash;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the rules need to know of the entries so far. Its size is bounded by wallets (each at
 * most one lot a day of a lot's life), nodes, models, mandates, open holds, pending lines and the
 * requests of the last seven days. Mutable, of one {@link Ledger}; read it between its calls only.
 */
public final class LedgerState {
  /** What a past entry set, and its index. */
  record Recorded<T>(long seq, T value) {}

  /** Energy and carbon of all settled work. */
  public record Carbon(BigInteger energyMillijoules, BigInteger co2Micrograms) {}

  /** A wallet's amounts; the lots are those earned first, first. */
  public record Balance(Gft available, Gft held, Gft pending, List<LotView> lots) {
    public Balance {
      lots = List.copyOf(lots);
    }
  }

  /**
   * @param day the UTC day on which it was earned, counted from 1970-01-01
   * @param expires Unix time in milliseconds from which it may end; none before its warning
   */
  public record LotView(int day, Gft available, Gft held, Gft pending, Optional<Long> expires) {}

  Optional<String> origin = Optional.empty();
  Optional<Recorded<Policy>> policy = Optional.empty();
  Optional<Recorded<EpochOpened>> epoch = Optional.empty();
  Gft canaryIssued = Gft.ZERO;
  BigInteger energyMillijoules = BigInteger.ZERO;
  BigInteger co2Micrograms = BigInteger.ZERO;
  final Map<Hash, Recorded<ModelServed>> models = new HashMap<>();
  final Map<NodeId, NodeHistory> nodes = new HashMap<>();
  final Map<Hash, Recorded<MandateGiven>> mandates = new HashMap<>();

  /** Prices of the models under the policy in force; derived. */
  final Map<Hash, Pricing> pricings = new HashMap<>();

  final Books books = new Books();
  final OpenHolds holds = new OpenHolds();
  final ClosedRequests closed = new ClosedRequests();
  final PendingLines pending = new PendingLines();

  LedgerState() {}

  public Optional<String> origin() {
    return origin;
  }

  public Optional<Policy> policy() {
    return policy.map(Recorded::value);
  }

  public Supply supply() {
    return books.supply();
  }

  public Carbon carbon() {
    return new Carbon(energyMillijoules, co2Micrograms);
  }

  /** Nothing for a wallet that is not registered. */
  public Optional<Balance> balance(WalletId wallet) {
    return Optional.ofNullable(books.accounts.get(wallet)).map(LedgerState::balance);
  }

  /** A node's values in force. */
  public Optional<NodeRecorded> node(NodeId node) {
    return Optional.ofNullable(nodes.get(node)).map(history -> history.current().values());
  }

  public Optional<ModelServed> model(Hash id) {
    return Optional.ofNullable(models.get(id)).map(Recorded::value);
  }

  public int openHolds() {
    return holds.all().size();
  }

  public int pendingLines() {
    return pending.all().size();
  }

  public int closedRequests() {
    return closed.size();
  }

  public int wallets() {
    return books.accounts.size();
  }

  /** To be called whenever a model or the policy has changed. */
  void derivePricings() {
    pricings.clear();
    policy.ifPresent(
        set ->
            models.forEach(
                (id, model) ->
                    pricings.put(id, new Pricing(model.value(), set.value(), set.seq()))));
  }

  private static Balance balance(Account account) {
    var held = Gft.ZERO;
    var pending = Gft.ZERO;
    for (var lot : account.lots.values()) {
      held = held.plus(lot.held);
      pending = pending.plus(lot.pending);
    }
    var lots =
        account.lots.values().stream()
            .map(
                lot ->
                    new LotView(
                        lot.day,
                        lot.available,
                        lot.held,
                        lot.pending,
                        lot.warned() ? Optional.of(lot.expires) : Optional.empty()))
            .toList();
    return new Balance(account.available, held, pending, lots);
  }
}
