package coop.imece.ledger;

import coop.imece.core.Bytes;
import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.Done;
import coop.imece.ledger.event.CanaryBought;
import coop.imece.ledger.event.Forfeited;
import coop.imece.ledger.event.Held;
import coop.imece.ledger.event.LedgerEvent;
import coop.imece.ledger.event.Matured;
import coop.imece.ledger.event.PolicySet;
import coop.imece.ledger.event.Progressed;
import coop.imece.ledger.event.Refunded;
import coop.imece.ledger.event.Settled;
import coop.imece.ledger.event.Voided;
import coop.imece.log.Hash;
import coop.imece.log.LogHead;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes a ledger as bytes that depend on its content alone: maps in the order of their keys, what
 * entries said as the entries' own JSON, SHA-256 of it all at the end. Closed requests are most of
 * it, so they name a wallet by its place among the accounts. Read by {@link SnapshotReader}.
 */
final class SnapshotWriter {
  static final String MAGIC = "imece ledger snapshot";
  static final int VERSION = 2;

  /** What a wallet's place is when there is no wallet. */
  static final int NO_WALLET = -1;

  /** The kinds of the answers that closed requests gave; each is written as its place here. */
  static final List<String> ANSWERS =
      List.of(
          Held.KIND,
          Settled.KIND,
          Voided.KIND,
          CanaryBought.KIND,
          Refunded.KIND,
          Matured.KIND,
          Forfeited.KIND);

  private final Map<WalletId, Integer> places = new HashMap<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private interface Element<T> {
    void write(T value) throws IOException;
  }

  static Bytes write(LogHead head, LedgerState state) {
    var writer = new SnapshotWriter();
    try {
      writer.out.writeBytes(MAGIC);
      writer.out.writeByte(VERSION);
      writer.head(head);
      writer.records(state);
      writer.accounts(state);
      writer.requests(state);
      writer.out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    var body = writer.bytes.toByteArray();
    var whole = Arrays.copyOf(body, body.length + Hash.BYTES);
    System.arraycopy(Hash.sha256(body).toBytes(), 0, whole, body.length, Hash.BYTES);
    return Bytes.own(whole);
  }

  private void head(LogHead head) throws IOException {
    out.writeLong(head.size());
    out.writeLong(head.lastTs());
    hash(head.chainHead());
    for (var hash : head.frontier().hashes()) {
      hash(hash);
    }
  }

  private void records(LedgerState state) throws IOException {
    out.writeBoolean(state.origin.isPresent());
    var origin = state.origin.orElse("").getBytes(StandardCharsets.UTF_8);
    out.writeInt(origin.length);
    out.write(origin);
    each(state.policy.stream().toList(), p -> recorded(p.seq(), new PolicySet(p.value())));
    each(state.epoch.stream().toList(), epoch -> recorded(epoch.seq(), epoch.value()));
    amount(state.canaryIssued);
    natural(state.energyMillijoules);
    natural(state.co2Micrograms);
    each(sorted(state.models, Hash::hex), model -> recorded(model.seq(), model.value()));
    each(sorted(state.mandates, Hash::hex), given -> recorded(given.seq(), given.value()));
    each(
        sorted(state.nodes, node -> node.value()),
        node -> each(node.versions, version -> recorded(version.seq(), version.values())));
  }

  private void accounts(LedgerState state) throws IOException {
    var supply = state.books.supply();
    for (var total :
        List.of(
            supply.issued(),
            supply.redeemed(),
            supply.refunded(),
            supply.expired(),
            supply.forfeited(),
            supply.available(),
            supply.held(),
            supply.pending())) {
      amount(total);
    }
    each(
        sorted(state.books.accounts, wallet -> wallet.value()),
        account -> {
          places.put(account.wallet, places.size());
          out.write(account.key.bytes().array());
          out.writeLong(account.seq);
          amount(account.available);
          each(account.lots.values(), this::lot);
        });
  }

  private void lot(Lot lot) throws IOException {
    out.writeInt(lot.day);
    amount(lot.available);
    amount(lot.held);
    amount(lot.pending);
    out.writeLong(lot.expires);
  }

  private void requests(LedgerState state) throws IOException {
    var policies = new TreeMap<Long, PolicySet>();
    for (var hold : state.holds.all()) {
      policies.put(hold.pricing().policySeq(), new PolicySet(hold.pricing().policy()));
    }
    each(policies.entrySet(), policy -> recorded(policy.getKey(), policy.getValue()));
    each(state.holds.all(), this::hold);
    for (var hour : state.closed.byHour.values()) {
      each(
          hour.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList(),
          request -> {
            id(request.getKey());
            closed(request.getValue());
          });
    }
    out.writeInt(0);
    each(
        state.pending.all().entrySet().stream()
            .sorted(
                Map.Entry.comparingByKey(
                    Comparator.comparing(PendingLines.Key::id)
                        .thenComparing(PendingLines.Key::line)))
            .toList(),
        pending -> {
          id(pending.getKey().id());
          out.writeInt(pending.getKey().line());
          out.writeInt(places.get(pending.getValue().wallet()));
          out.writeInt(pending.getValue().day());
          amount(pending.getValue().amount());
        });
  }

  private void hold(OpenHold hold) throws IOException {
    recorded(hold.seq(), hold.held());
    out.writeLong(hold.pricing().policySeq());
    each(hold.parts(), this::part);
    var progress = hold.progress();
    recorded(
        progress.seq(),
        new Progressed(hold.held().id(), progress.outputTokens(), progress.stages()));
  }

  private void closed(ClosedRequest request) throws IOException {
    optional(request.opened());
    done(request.closed());
    out.writeInt(request.wallet().map(places::get).orElse(NO_WALLET));
    each(request.charged(), this::part);
    optional(request.refunded());
    each(
        request.lines(),
        line -> {
          out.writeInt(line.line());
          done(line.done());
        });
  }

  private void optional(Optional<Done> done) throws IOException {
    out.writeBoolean(done.isPresent());
    if (done.isPresent()) {
      done(done.get());
    }
  }

  private void part(LotPart part) throws IOException {
    out.writeInt(part.day());
    amount(part.amount());
  }

  private void done(Done done) throws IOException {
    out.writeLong(done.seq());
    out.writeByte(ANSWERS.indexOf(done.kind()));
    amount(done.amount());
  }

  private void recorded(long seq, LedgerEvent event) throws IOException {
    var data = event.toBytes();
    out.writeLong(seq);
    out.writeInt(data.length);
    out.write(data);
  }

  private void id(SessionId id) throws IOException {
    out.writeLong(id.value().getMostSignificantBits());
    out.writeLong(id.value().getLeastSignificantBits());
  }

  private void hash(Hash hash) throws IOException {
    out.write(hash.toBytes());
  }

  private void amount(Gft amount) throws IOException {
    natural(amount.micros());
  }

  private void natural(BigInteger value) throws IOException {
    var magnitude = value.toByteArray();
    out.writeByte(magnitude.length);
    out.write(magnitude);
  }

  private <T> void each(Collection<T> values, Element<T> element) throws IOException {
    out.writeInt(values.size());
    for (var value : values) {
      element.write(value);
    }
  }

  private static <K, V> Collection<V> sorted(
      Map<K, V> map, java.util.function.Function<K, String> name) {
    var byName = new TreeMap<String, V>();
    map.forEach((key, value) -> byName.put(name.apply(key), value));
    return byName.values();
  }
}
