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
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigInteger;
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

  private final DataInputStream in;
  private final LedgerState state = new LedgerState();

  private interface Element<T> {
    T read() throws IOException;
  }

  private SnapshotReader(byte[] body) {
    this.in = new DataInputStream(new ByteArrayInputStream(body));
  }

  static Snapshot read(Bytes bytes) {
    var end = Math.max(0, bytes.size() - Hash.BYTES);
    var body = Arrays.copyOf(bytes.array(), end);
    var sum = Arrays.copyOfRange(bytes.array(), end, bytes.size());
    if (!Arrays.equals(Hash.sha256(body).toBytes(), sum)) {
      throw new MalformedException("the ledger snapshot is damaged: its SHA-256 differs");
    }
    var reader = new SnapshotReader(body);
    try {
      if (!reader.in.readUTF().equals(SnapshotWriter.MAGIC)) {
        throw new MalformedException("these bytes are not a ledger snapshot");
      }
      var version = reader.in.readUnsignedByte();
      if (version != SnapshotWriter.VERSION) {
        throw new MalformedException(
            "snapshot version must be %d, was %d".formatted(SnapshotWriter.VERSION, version));
      }
      var head = reader.head();
      reader.records();
      reader.accounts();
      reader.requests();
      if (reader.in.available() > 0) {
        throw new MalformedException("the ledger snapshot has bytes after its end");
      }
      return new Snapshot(head, reader.state);
    } catch (IOException | IllegalArgumentException e) {
      throw new MalformedException("the ledger snapshot is damaged: " + e.getMessage(), e);
    }
  }

  private LogHead head() throws IOException {
    var size = in.readLong();
    var lastTs = in.readLong();
    var chainHead = hash();
    var hashes = new ArrayList<Hash>();
    for (var i = 0; i < Long.bitCount(size); i++) {
      hashes.add(hash());
    }
    return LogHead.of(Frontier.of(size, hashes), chainHead, lastTs);
  }

  private void records() throws IOException {
    var began = in.readBoolean();
    var origin = in.readUTF();
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

  private NodeHistory.Version nodeVersion() throws IOException {
    var recorded = recorded(NodeRecorded.KIND, NodeRecorded.class);
    return new NodeHistory.Version(recorded.seq(), recorded.value());
  }

  private Recorded<Policy> policy() throws IOException {
    var set = recorded(PolicySet.KIND, PolicySet.class);
    return new Recorded<>(set.seq(), set.value().policy());
  }

  private void accounts() throws IOException {
    state.books.restore(
        new Supply(amount(), amount(), amount(), amount(), amount(), amount(), amount(), amount()));
    for (var i = in.readInt(); i > 0; i--) {
      var key = PublicKey.of(exactly(32));
      var account = new Account(key.walletId(), key, in.readLong());
      account.available = amount();
      for (var lot : list(this::lot)) {
        account.lots.put(lot.day, lot);
        state.books.calendar.add(account.wallet, lot);
      }
      state.books.accounts.put(account.wallet, account);
    }
  }

  private Lot lot() throws IOException {
    var lot = new Lot(in.readInt());
    lot.available = amount();
    lot.held = amount();
    lot.pending = amount();
    lot.expires = in.readLong();
    return lot;
  }

  private void requests() throws IOException {
    var policies = new HashMap<Long, Policy>();
    for (var policy : list(this::policy)) {
      policies.put(policy.seq(), policy.value());
    }
    for (var i = in.readInt(); i > 0; i--) {
      state.holds.add(hold(policies));
    }
    for (var inHour = in.readInt(); inHour > 0; inHour = in.readInt()) {
      for (var i = inHour; i > 0; i--) {
        state.closed.put(id(), closed());
      }
    }
    for (var i = in.readInt(); i > 0; i--) {
      var key = new PendingLines.Key(id(), in.readInt());
      state.pending.add(
          key, new PendingLines.Line(new WalletId(in.readUTF()), in.readInt(), amount()));
    }
  }

  private OpenHold hold(Map<Long, Policy> policies) throws IOException {
    var held = recorded(Held.KIND, Held.class);
    var policySeq = in.readLong();
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

  private ClosedRequest closed() throws IOException {
    return new ClosedRequest(
        list(this::done).stream().findFirst(),
        done(),
        list(() -> new WalletId(in.readUTF())).stream().findFirst(),
        list(this::part),
        list(this::done).stream().findFirst(),
        list(() -> new ClosedRequest.LineDone(in.readInt(), done())));
  }

  private LotPart part() throws IOException {
    return new LotPart(in.readInt(), amount());
  }

  private Done done() throws IOException {
    return new Done(in.readLong(), in.readUTF().intern(), amount());
  }

  private <T extends LedgerEvent> Recorded<T> recorded(String kind, Class<T> type)
      throws IOException {
    var seq = in.readLong();
    var data = exactly(in.readInt());
    return new Recorded<>(seq, type.cast(EventReader.read(kind, new CanonicalReader(data))));
  }

  private SessionId id() throws IOException {
    return new SessionId(new UUID(in.readLong(), in.readLong()));
  }

  private Hash hash() throws IOException {
    return Hash.of(exactly(Hash.BYTES));
  }

  private Gft amount() throws IOException {
    return new Gft(natural());
  }

  private BigInteger natural() throws IOException {
    return new BigInteger(exactly(in.readUnsignedByte()));
  }

  private byte[] exactly(int size) throws IOException {
    if (size < 0 || size > in.available()) {
      throw new IOException("%d bytes are missing".formatted(size));
    }
    return in.readNBytes(size);
  }

  private <T> List<T> list(Element<T> element) throws IOException {
    var count = in.readInt();
    if (count == 0) {
      return List.of();
    }
    if (count < 0 || count > in.available()) {
      throw new IOException("a list of %d elements".formatted(count));
    }
    var values = new ArrayList<T>(count);
    for (var i = 0; i < count; i++) {
      values.add(element.read());
    }
    return List.copyOf(values);
  }
}
