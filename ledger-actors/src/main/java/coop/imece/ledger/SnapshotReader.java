package coop.imece.ledger;

import coop.imece.core.Bytes;
import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.ledger.LedgerState.Recorded;
import coop.imece.ledger.command.Done;
import coop.imece.ledger.event.EpochOpened;
import coop.imece.ledger.event.EventReader;
import coop.imece.ledger.event.Held;
import coop.imece.ledger.event.LedgerEvent;
import coop.imece.ledger.event.MandateGiven;
import coop.imece.ledger.event.ModelServed;
import coop.imece.ledger.event.NodeRecorded;
import coop.imece.ledger.event.Policy;
import coop.imece.ledger.event.PolicySet;
import coop.imece.ledger.event.Progressed;
import coop.imece.ledger.event.PublicKey;
import coop.imece.log.CanonicalReader;
import coop.imece.log.Frontier;
import coop.imece.log.Hash;
import coop.imece.log.LogHead;
import coop.imece.log.MalformedException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads what {@link SnapshotWriter} wrote. */
final class SnapshotReader {
  record Snapshot(LogHead head, LedgerState state) {}

  private final ByteBuffer in;
  private final LedgerState state = new LedgerState();

  /** In the order of the accounts. */
  private final List<WalletId> wallets = new ArrayList<>();

  private interface Element<T> {
    T read();
  }

  private SnapshotReader(ByteBuffer body) {
    this.in = body;
  }

  static Snapshot read(Bytes bytes) {
    var end = Math.max(0, bytes.size() - Hash.BYTES);
    var sum = Arrays.copyOfRange(bytes.array(), end, bytes.size());
    if (!Arrays.equals(Hash.sha256(bytes.array(), 0, end).toBytes(), sum)) {
      throw new MalformedException("the ledger snapshot is damaged: its SHA-256 differs");
    }
    var reader = new SnapshotReader(bytes.view().limit(end));
    try {
      if (!reader.text(SnapshotWriter.MAGIC.length()).equals(SnapshotWriter.MAGIC)) {
        throw new MalformedException("these bytes are not a ledger snapshot");
      }
      var version = reader.in.get();
      if (version != SnapshotWriter.VERSION) {
        throw new MalformedException(
            "snapshot version must be %d, was %d".formatted(SnapshotWriter.VERSION, version));
      }
      var head = reader.head();
      reader.records();
      reader.accounts();
      reader.requests();
      if (reader.in.hasRemaining()) {
        throw new MalformedException("the ledger snapshot has bytes after its end");
      }
      return new Snapshot(head, reader.state);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new MalformedException("the ledger snapshot is damaged: " + e.getMessage(), e);
    }
  }

  private LogHead head() {
    var size = in.getLong();
    var lastTs = in.getLong();
    var chainHead = hash();
    var hashes = new ArrayList<Hash>();
    for (var i = 0; i < Long.bitCount(size); i++) {
      hashes.add(hash());
    }
    return LogHead.of(Frontier.of(size, hashes), chainHead, lastTs);
  }

  private void records() {
    var began = bool();
    var origin = text(in.getInt());
    state.origin = began ? Optional.of(origin) : Optional.empty();
    state.policy = list(this::policy).stream().findFirst();
    state.epoch = list(() -> recorded(EpochOpened.KIND, EpochOpened.class)).stream().findFirst();
    state.canaryIssued = amount();
    state.energyMillijoules = natural();
    state.co2Micrograms = natural();
    for (var model : list(() -> recorded(ModelServed.KIND, ModelServed.class))) {
      state.models.put(model.value().id(), model);
    }
    state.derivePricings();
    for (var mandate : list(() -> recorded(MandateGiven.KIND, MandateGiven.class))) {
      state.mandates.put(mandate.value().hash(), mandate);
    }
    for (var versions : list(() -> list(this::nodeVersion))) {
      state.nodes.put(versions.get(0).values().node(), new NodeHistory(versions));
    }
  }

  private NodeHistory.Version nodeVersion() {
    var recorded = recorded(NodeRecorded.KIND, NodeRecorded.class);
    return new NodeHistory.Version(recorded.seq(), recorded.value());
  }

  private Recorded<Policy> policy() {
    var set = recorded(PolicySet.KIND, PolicySet.class);
    return new Recorded<>(set.seq(), set.value().policy());
  }

  private void accounts() {
    state.books.restore(
        new Supply(amount(), amount(), amount(), amount(), amount(), amount(), amount(), amount()));
    for (var i = in.getInt(); i > 0; i--) {
      var key = PublicKey.of(exactly(32));
      var account = new Account(key.walletId(), key, in.getLong());
      account.available = amount();
      for (var lot : list(this::lot)) {
        account.lots.put(lot.day, lot);
        state.books.calendar.add(account.wallet, lot);
      }
      state.books.accounts.put(account.wallet, account);
      wallets.add(account.wallet);
    }
  }

  private Lot lot() {
    var lot = new Lot(in.getInt());
    lot.available = amount();
    lot.held = amount();
    lot.pending = amount();
    lot.expires = in.getLong();
    return lot;
  }

  private void requests() {
    var policies = new HashMap<Long, Policy>();
    for (var policy : list(this::policy)) {
      policies.put(policy.seq(), policy.value());
    }
    for (var i = in.getInt(); i > 0; i--) {
      state.holds.add(hold(policies));
    }
    for (var inHour = in.getInt(); inHour > 0; inHour = in.getInt()) {
      for (var i = inHour; i > 0; i--) {
        state.closed.put(id(), closed());
      }
    }
    for (var i = in.getInt(); i > 0; i--) {
      var key = new PendingLines.Key(id(), in.getInt());
      state.pending.add(key, new PendingLines.Line(wallet(in.getInt()), in.getInt(), amount()));
    }
  }

  private OpenHold hold(Map<Long, Policy> policies) {
    var held = recorded(Held.KIND, Held.class);
    var policySeq = in.getLong();
    var parts = list(this::part);
    var progress = recorded(Progressed.KIND, Progressed.class);
    var model = state.models.get(held.value().model()).value();
    return new OpenHold(
        held.seq(),
        held.value(),
        new Pricing(model, policies.get(policySeq), policySeq),
        parts,
        new OpenHold.Progress(
            progress.seq(), progress.value().outputTokens(), progress.value().stages()));
  }

  private ClosedRequest closed() {
    return new ClosedRequest(
        optionalDone(),
        done(),
        optionalWallet(),
        list(this::part),
        optionalDone(),
        list(() -> new ClosedRequest.LineDone(in.getInt(), done())));
  }

  private Optional<WalletId> optionalWallet() {
    var place = in.getInt();
    return place == SnapshotWriter.NO_WALLET ? Optional.empty() : Optional.of(wallet(place));
  }

  private WalletId wallet(int place) {
    return element(wallets, place, "wallets");
  }

  private Optional<Done> optionalDone() {
    return bool() ? Optional.of(done()) : Optional.empty();
  }

  private LotPart part() {
    return new LotPart(in.getInt(), amount());
  }

  private Done done() {
    var seq = in.getLong();
    return new Done(seq, element(SnapshotWriter.ANSWERS, in.get(), "answers"), amount());
  }

  private <T extends LedgerEvent> Recorded<T> recorded(String kind, Class<T> type) {
    var seq = in.getLong();
    var data = exactly(in.getInt());
    return new Recorded<>(seq, type.cast(EventReader.read(kind, new CanonicalReader(data))));
  }

  private SessionId id() {
    return new SessionId(new UUID(in.getLong(), in.getLong()));
  }

  private Hash hash() {
    return Hash.of(exactly(Hash.BYTES));
  }

  private Gft amount() {
    return new Gft(natural());
  }

  /** Most amounts fit into a long. */
  private BigInteger natural() {
    var size = in.get();
    if (size > Long.BYTES) {
      return new BigInteger(exactly(size));
    }
    long value = in.get();
    for (var i = 1; i < size; i++) {
      value = value << 8 | in.get() & 0xFF;
    }
    return BigInteger.valueOf(value);
  }

  private boolean bool() {
    return in.get() != 0;
  }

  private String text(int size) {
    return new String(exactly(size), StandardCharsets.UTF_8);
  }

  private byte[] exactly(int size) {
    requireAtMostRemaining(size);
    var bytes = new byte[size];
    in.get(bytes);
    return bytes;
  }

  /** Every element has a byte or more, so a count beyond what remains is none. */
  private void requireAtMostRemaining(int count) {
    if (count < 0 || count > in.remaining()) {
      throw new IllegalArgumentException("need 0 to %d, was %d".formatted(in.remaining(), count));
    }
  }

  private static <T> T element(List<T> values, int place, String what) {
    if (place < 0 || place >= values.size()) {
      throw new IllegalArgumentException(
          "there are %d %s, was place %d".formatted(values.size(), what, place));
    }
    return values.get(place);
  }

  private <T> List<T> list(Element<T> element) {
    var count = in.getInt();
    if (count == 0) {
      return List.of();
    }
    requireAtMostRemaining(count);
    var values = new ArrayList<T>(count);
    for (var i = 0; i < count; i++) {
      values.add(element.read());
    }
    return List.copyOf(values);
  }
}
