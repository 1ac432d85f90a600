package coop.imece.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.log.Entry;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The oracle: reads the entries' JSON with another library and adds everything up by hand, without
 * any code of the ledger. Slow and simple: positions are counted one by one.
 */
final class NaiveLedger {
  /** Days to amounts, per wallet. */
  static final class Purse {
    final TreeMap<Integer, BigInteger> available = new TreeMap<>();
    final TreeMap<Integer, BigInteger> held = new TreeMap<>();
    final TreeMap<Integer, BigInteger> pending = new TreeMap<>();

    static BigInteger sum(Map<Integer, BigInteger> lots) {
      return lots.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    }
  }

  private record Node(int seq, JsonNode data) {}

  private record Open(
      int seq, JsonNode hold, JsonNode policy, TreeMap<Integer, BigInteger> parts) {}

  private record Line(String wallet, int day, BigInteger amount) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  final Map<String, Purse> purses = new HashMap<>();
  final Map<String, BigInteger> flows = new TreeMap<>();
  private final Map<String, Open> open = new HashMap<>();
  private final Map<String, TreeMap<Integer, BigInteger>> charged = new HashMap<>();
  private final Map<String, Line> pending = new HashMap<>();
  private final Map<String, JsonNode> models = new HashMap<>();
  private final Map<String, List<Node>> nodes = new HashMap<>();
  private JsonNode policy;

  static NaiveLedger of(List<Entry> entries) throws IOException {
    var ledger = new NaiveLedger();
    for (var entry : entries) {
      var json = JSON.readTree(entry.bytes().array());
      ledger.apply(
          json.get("seq").asInt(),
          json.get("ts").asLong(),
          json.get("kind").asText(),
          json.get("data"));
    }
    return ledger;
  }

  BigInteger flow(String name) {
    return flows.getOrDefault(name, BigInteger.ZERO);
  }

  private void apply(int seq, long ts, String kind, JsonNode data) {
    var id = data.path("id").asText();
    var wallet = data.path("wallet").asText();
    var day = (int) (ts / 86_400_000L);
    switch (kind) {
      case "policy" -> policy = data;
      case "model" -> models.put(id, data);
      case "wallet" -> purses.put(wallet, new Purse());
      case "node" ->
          nodes
              .computeIfAbsent(data.get("node").asText(), n -> new ArrayList<>())
              .add(new Node(seq, data));
      case "hold" -> hold(seq, data, id, wallet);
      case "settle" -> settle(data, id, wallet, day);
      case "void" -> {
        var parts = open.remove(id).parts();
        same("released", Purse.sum(parts), amount(data, "released"));
        parts.forEach(
            (d, amount) -> move(purses.get(wallet).held, purses.get(wallet).available, d, amount));
      }
      case "canary" -> issue(data, id, day, lines(data, policy, data, Integer.MAX_VALUE, "", null));
      case "mature" -> {
        var line = pending.remove(id + data.get("line"));
        move(
            purses.get(line.wallet()).pending,
            purses.get(line.wallet()).available,
            line.day(),
            line.amount());
      }
      case "forfeit" -> {
        var line = pending.remove(id + data.get("line"));
        add(purses.get(line.wallet()).pending, line.day(), line.amount().negate());
        flows.merge("forfeited", line.amount(), BigInteger::add);
      }
      case "refund" -> {
        charged.get(id).forEach((d, amount) -> add(purses.get(wallet).available, d, amount));
        flows.merge("refunded", Purse.sum(charged.get(id)), BigInteger::add);
      }
      case "expire" -> {
        add(purses.get(wallet).available, data.get("day").asInt(), amount(data, "amount").negate());
        flows.merge("expired", amount(data, "amount"), BigInteger::add);
      }
      default -> {}
    }
  }

  private void hold(int seq, JsonNode data, String id, String wallet) {
    var price =
        price(
            work(data, null, 0, data.get("max_tokens").asInt(), policy),
            data.get("fallback").asBoolean() ? factor("fallback4", policy) : BigDecimal.ONE,
            data,
            policy);
    same(
        "held",
        price.setScale(0, RoundingMode.CEILING).toBigIntegerExact(),
        amount(data, "amount"));
    var parts = new TreeMap<Integer, BigInteger>();
    var rest = amount(data, "amount");
    var purse = purses.get(wallet);
    for (var day : List.copyOf(purse.available.keySet())) {
      var take = rest.min(purse.available.get(day));
      if (take.signum() > 0) {
        move(purse.available, purse.held, day, take);
        parts.put(day, take);
        rest = rest.subtract(take);
      }
    }
    same("uncovered", rest, BigInteger.ZERO);
    open.put(id, new Open(seq, data, policy, parts));
  }

  private void settle(JsonNode data, String id, String wallet, int day) {
    var hold = open.remove(id);
    var tokens = data.get("output_tokens").asInt();
    var byFallback = data.get("fallback_tokens").asInt();
    var all = work(hold.hold(), null, 0, tokens - byFallback, hold.policy());
    for (var line : data.get("issue")) {
      if (line.get("status").asText().equals("own")) {
        all = all.subtract(work(hold.hold(), line, hold.policy()));
      }
    }
    var rest = work(hold.hold(), null, tokens - byFallback, tokens, hold.policy());
    var exact =
        price(all, BigDecimal.ONE, hold.hold(), hold.policy())
            .add(price(rest, factor("fallback4", hold.policy()), hold.hold(), hold.policy()));
    var charge = exact.setScale(0, RoundingMode.CEILING).toBigIntegerExact();
    same("charged", charge, amount(data, "charged"));
    same("released", amount(hold.hold(), "amount").subtract(charge), amount(data, "released"));
    var paid = new TreeMap<Integer, BigInteger>();
    var due = charge;
    var purse = purses.get(wallet);
    for (var part : hold.parts().entrySet()) {
      var take = due.min(part.getValue());
      due = due.subtract(take);
      add(purse.held, part.getKey(), part.getValue().negate());
      add(purse.available, part.getKey(), part.getValue().subtract(take));
      if (take.signum() > 0) {
        paid.put(part.getKey(), take);
      }
    }
    charged.put(id, paid);
    flows.merge("redeemed", charge, BigInteger::add);
    issue(data, id, day, lines(data, hold.policy(), hold.hold(), hold.seq(), wallet, charge));
  }

  /** What each line must have issued. */
  private List<BigInteger> lines(
      JsonNode data, JsonNode policy, JsonNode request, int heldAt, String payer, BigInteger pot) {
    var bounded = pot != null && policy.get("issuance").asText().equals("pot-bounded");
    var base = new ArrayList<BigInteger>();
    var wish = new ArrayList<BigInteger>();
    for (var line : data.get("issue")) {
      var node = nodeAt(line.get("node").asText(), heldAt);
      same("m4", node.get("m4").asInt(), line.get("m4").asInt());
      same("r4", node.get("r4").asInt(), line.get("r4").asInt());
      var idle =
          policy.get("tokenless").asBoolean()
              || !line.has("receipt")
              || List.of("QUARANTINE", "SUSPENDED").contains(node.get("state").asText())
              || node.path("wallet").asText().equals(payer);
      var m = factor("m4", node);
      var work =
          work(request, line, policy).divide(new BigDecimal(1000)).multiply(factor("r4", node));
      var q = new BigDecimal(quarter(models.get(request.get("model").asText()))).movePointLeft(4);
      var formula = idle ? BigInteger.ZERO : floor(work.multiply(m));
      var low = idle ? BigInteger.ZERO : floor(work.multiply(q).multiply(m.min(BigDecimal.ONE)));
      base.add(low);
      wish.add(bounded && m.compareTo(BigDecimal.ONE) <= 0 ? low : formula);
    }
    return bounded ? split(pot, base, wish) : wish;
  }

  private static List<BigInteger> split(
      BigInteger pot, List<BigInteger> base, List<BigInteger> wish) {
    var left = base.stream().reduce(pot, BigInteger::subtract);
    var wanted = BigInteger.ZERO;
    for (var i = 0; i < base.size(); i++) {
      wanted = wanted.add(wish.get(i).subtract(base.get(i)));
    }
    if (wanted.compareTo(left) <= 0) {
      return wish;
    }
    var shares = new ArrayList<BigInteger>();
    var remainders = new ArrayList<BigInteger>();
    var rest = left;
    for (var i = 0; i < base.size(); i++) {
      var share = left.multiply(wish.get(i).subtract(base.get(i)));
      shares.add(base.get(i).add(share.divide(wanted)));
      remainders.add(share.mod(wanted));
      rest = rest.subtract(share.divide(wanted));
    }
    for (; rest.signum() > 0; rest = rest.subtract(BigInteger.ONE)) {
      var largest = 0;
      for (var i = 1; i < remainders.size(); i++) {
        largest = remainders.get(i).compareTo(remainders.get(largest)) > 0 ? i : largest;
      }
      shares.set(largest, shares.get(largest).add(BigInteger.ONE));
      remainders.set(largest, BigInteger.ONE.negate());
    }
    return shares;
  }

  private void issue(JsonNode data, String id, int day, List<BigInteger> issued) {
    for (var i = 0; i < issued.size(); i++) {
      var line = data.get("issue").get(i);
      same("issued", issued.get(i), amount(line, "issued"));
      if (issued.get(i).signum() > 0) {
        var purse = purses.get(line.get("wallet").asText());
        var checked = line.get("checked").asBoolean();
        add(checked ? purse.pending : purse.available, day, issued.get(i));
        if (checked) {
          pending.put(id + i, new Line(line.get("wallet").asText(), day, issued.get(i)));
        }
        flows.merge("issued", issued.get(i), BigInteger::add);
      }
    }
  }

  private JsonNode nodeAt(String node, int seq) {
    var found = nodes.get(node).get(0).data();
    for (var version : nodes.get(node)) {
      found = version.seq() < seq ? version.data() : found;
    }
    return found;
  }

  private BigDecimal work(JsonNode request, JsonNode line, JsonNode policy) {
    return work(
        request, line, line.get("start_output").asInt(), line.get("end_output").asInt(), policy);
  }

  /** Weighted FLOPs, counted position by position; all layers when there is no line. */
  private BigDecimal work(JsonNode request, JsonNode line, int start, int end, JsonNode policy) {
    var shape = models.get(request.get("model").asText());
    var firstLayer = line == null ? 0 : line.get("start_layer").asInt();
    var lastLayer = line == null ? shape.get("layers").asInt() : line.get("end_layer").asInt();
    var d = shape.get("hidden").asLong();
    var dq = shape.get("heads").asLong() * shape.get("head_size").asLong();
    var dkv = shape.get("kv_heads").asLong() * shape.get("head_size").asLong();
    var layer = 2 * (2 * d * dq + 2 * d * dkv) + 6 * d * shape.get("feed_forward").asLong();
    var prompt = request.get("prompt_tokens").asInt();
    var output = 0L;
    for (var p = prompt - 1 + start; p < prompt - 1 + end; p++) {
      output += (layer + 4 * dq * (p + 1)) * (lastLayer - firstLayer);
      output +=
          lastLayer == shape.get("layers").asInt() ? 2 * d * shape.get("vocabulary").asLong() : 0;
    }
    var before = 0L;
    for (var p = 0; start == 0 && end > 0 && p < prompt - 1; p++) {
      before += (layer + 4 * dq * (p + 1)) * (lastLayer - firstLayer);
    }
    return new BigDecimal(output)
        .add(new BigDecimal(before).multiply(factor("prompt_weight4", policy)));
  }

  private BigDecimal price(BigDecimal work, BigDecimal factor, JsonNode request, JsonNode policy) {
    if (policy.get("tokenless").asBoolean()) {
      return BigDecimal.ZERO;
    }
    var q = new BigDecimal(quarter(models.get(request.get("model").asText()))).movePointLeft(4);
    return work.multiply(factor).multiply(q).movePointLeft(3);
  }

  private static int quarter(JsonNode model) {
    return Map.of("fp32", 10_000, "fp16", 5_000, "bf16", 5_000, "int8", 2_500, "int4", 1_250)
        .get(model.get("precision").asText());
  }

  private static BigDecimal factor(String field, JsonNode data) {
    return new BigDecimal(data.get(field).asInt()).movePointLeft(4);
  }

  private static BigInteger floor(BigDecimal value) {
    return value.setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
  }

  private static BigInteger amount(JsonNode data, String field) {
    return new BigInteger(data.get(field).asText());
  }

  private static void move(
      Map<Integer, BigInteger> from, Map<Integer, BigInteger> to, int day, BigInteger amount) {
    add(from, day, amount.negate());
    add(to, day, amount);
  }

  private static void add(Map<Integer, BigInteger> lots, int day, BigInteger amount) {
    var sum = lots.merge(day, amount, BigInteger::add);
    if (sum.signum() < 0) {
      throw new AssertionError("a lot of day %d is negative: %s".formatted(day, sum));
    }
    if (sum.signum() == 0) {
      lots.remove(day);
    }
  }

  private static void same(String what, Object expected, Object recorded) {
    if (!expected.equals(recorded)) {
      throw new AssertionError("%s: by hand %s, recorded %s".formatted(what, expected, recorded));
    }
  }
}
