package coop.imece.ledger.event;

import coop.imece.core.Gft;
import coop.imece.core.LayerRange;
import coop.imece.core.WalletId;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one stage's work issued, and from what that was computed.
 *
 * @param flops output work in FLOP
 * @param issued what the wallet earned
 * @param m4 the node's multiplier when the request was held, in 1/10,000
 * @param promptFlops prompt work in FLOP, its weight not applied
 * @param r4 the node's reliability when the request was held, in 1/10,000
 * @param wallet whom the node earned for when the request was held
 */
public record IssueLine(
    StageWork work,
    BigInteger flops,
    Gft issued,
    int m4,
    BigInteger promptFlops,
    int r4,
    Status status,
    Optional<WalletId> wallet) {

  /** What became of the amount. */
  public enum Status {
    /** May be spent at once. */
    AVAILABLE,
    /** May be spent once the work is past its check. */
    PENDING,
    /** The requester's own node: neither charged nor issued. */
    OWN,
    /** Nothing issued: no receipt, no wallet, quarantine, or no accounts. */
    NONE;

    private static final Map<String, Status> BY_TEXT =
        Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(Status::toString, Function.identity()));

    private final String text = name().toLowerCase(Locale.ROOT);

    static Status parse(String text) {
      var status = BY_TEXT.get(text);
      if (status == null) {
        throw new IllegalArgumentException("unknown status '%s'".formatted(text));
      }
      return status;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static IssueLine read(DataReader data) {
    var checked = data.bool("checked");
    var co2 = data.integer("co2_ug");
    var endLayer = data.smallInteger("end_layer");
    var endOutput = data.smallInteger("end_output");
    var energy = data.integer("energy_mj");
    var flops = data.amount("flops").micros();
    var issued = data.amount("issued");
    var m4 = data.smallInteger("m4");
    var node = data.node("node");
    var promptFlops = data.amount("prompt_flops").micros();
    var r4 = data.smallInteger("r4");
    var receipt = data.optionalHash("receipt");
    var startLayer = data.smallInteger("start_layer");
    var startOutput = data.smallInteger("start_output");
    var status = data.parsed("status", Status::parse);
    var wallet = data.optional("wallet", WalletId::new);
    var work =
        new StageWork(
            checked,
            co2,
            endOutput,
            energy,
            new LayerRange(startLayer, endLayer),
            node,
            receipt,
            startOutput);
    return new IssueLine(work, flops, issued, m4, promptFlops, r4, status, wallet);
  }

  void write(DataWriter data) {
    data.bool("checked", work.checked())
        .integer("co2_ug", work.co2Micrograms())
        .integer("end_layer", work.layers().end())
        .integer("end_output", work.endOutput())
        .integer("energy_mj", work.energyMillijoules())
        .text("flops", flops)
        .text("issued", issued)
        .integer("m4", m4)
        .text("node", work.node())
        .text("prompt_flops", promptFlops)
        .integer("r4", r4)
        .text("receipt", work.receipt())
        .integer("start_layer", work.layers().start())
        .integer("start_output", work.startOutput())
        .text("status", status)
        .text("wallet", wallet);
  }
}
