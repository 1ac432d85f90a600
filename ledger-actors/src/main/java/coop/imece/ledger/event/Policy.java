package coop.imece.ledger.event;

import coop.imece.core.Gft;
import java.util.List;

/**
 * The constants that decide amounts. Factors are in 1/10,000.
 *
 * @param canaryBudget what canary sessions may issue until the next policy entry
 * @param fallback4 what a token of a fallback provider costs, relative to the pipeline's price
 * @param indexWeights4 weights of matrix products, memory and latency in the hardware index
 * @param lotDays how long an earned lot lives, from the end of the day on which it was earned
 * @param promptWeight4 weight of prompt work in what is charged and earned
 * @param tiers hardware classes, ascending
 * @param tokenless nothing is charged or issued
 * @param warningDays how long before its end a lot is warned of
 */
public record Policy(
    Gft canaryBudget,
    int fallback4,
    List<Integer> indexWeights4,
    Issuance issuance,
    int lotDays,
    int promptWeight4,
    List<Tier> tiers,
    boolean tokenless,
    int warningDays) {

  /** A class of hardware begins at this index, with this multiplier. */
  public record Tier(int from4, int m4, String name) {}

  public static final int ONE = 10_000;

  public Policy {
    indexWeights4 = List.copyOf(indexWeights4);
    tiers = List.copyOf(tiers);
    within("fallback4", fallback4, ONE, 100 * ONE);
    within("lot_days", lotDays, 1, 36_500);
    within("prompt_weight4", promptWeight4, 0, ONE);
    within("warning_days", warningDays, 1, lotDays);
    within("number of tiers", tiers.size(), 1, 64);
    within("number of index weights", indexWeights4.size(), 3, 3);
    within("sum of index weights", indexWeights4.stream().mapToInt(w -> w).sum(), ONE, ONE);
    for (var i = 1; i < tiers.size(); i++) {
      if (tiers.get(i).from4() <= tiers.get(i - 1).from4()
          || tiers.get(i).m4() <= tiers.get(i - 1).m4()) {
        throw new IllegalArgumentException("tiers must ascend, was " + tiers);
      }
    }
  }

  /** The founding constants: formula issuance, prompts free, no canary budget. */
  public static Policy standard() {
    return new Policy(
        Gft.ZERO,
        2 * ONE,
        List.of(5_000, 3_000, 2_000),
        Issuance.FORMULA,
        365,
        0,
        List.of(
            new Tier(0, 500, "MOBILE_EDGE"),
            new Tier(500, 1_000, "CPU_ONLY"),
            new Tier(1_500, 5_000, "ENTRY_CONSUMER_GPU"),
            new Tier(3_500, 10_000, "MID_CONSUMER_GPU"),
            new Tier(5_500, 20_000, "HIGH_CONSUMER_GPU"),
            new Tier(7_000, 30_000, "PROSUMER_GPU"),
            new Tier(8_200, 50_000, "PROFESSIONAL_ACCEL"),
            new Tier(9_200, 80_000, "DATACENTER_ACCEL")),
        false,
        90);
  }

  public Policy withTokenless(boolean value) {
    return new Policy(
        canaryBudget,
        fallback4,
        indexWeights4,
        issuance,
        lotDays,
        promptWeight4,
        tiers,
        value,
        warningDays);
  }

  public Policy withIssuance(Issuance value) {
    return new Policy(
        canaryBudget,
        fallback4,
        indexWeights4,
        value,
        lotDays,
        promptWeight4,
        tiers,
        tokenless,
        warningDays);
  }

  public Policy withPromptWeight4(int value) {
    return new Policy(
        canaryBudget,
        fallback4,
        indexWeights4,
        issuance,
        lotDays,
        value,
        tiers,
        tokenless,
        warningDays);
  }

  public Policy withCanaryBudget(Gft value) {
    return new Policy(
        value,
        fallback4,
        indexWeights4,
        issuance,
        lotDays,
        promptWeight4,
        tiers,
        tokenless,
        warningDays);
  }

  /** The largest multiplier that a node can have. */
  public int maxMultiplier4() {
    return tiers.get(tiers.size() - 1).m4();
  }

  public static Policy read(DataReader data) {
    return new Policy(
        data.amount("canary_budget"),
        data.smallInteger("fallback4"),
        data.list("index_weights4", weight -> weight.smallInteger("weight4")),
        data.parsed("issuance", Issuance::parse),
        data.smallInteger("lot_days"),
        data.smallInteger("prompt_weight4"),
        data.list(
            "tiers",
            tier ->
                new Tier(tier.smallInteger("from4"), tier.smallInteger("m4"), tier.text("name"))),
        data.bool("tokenless"),
        data.smallInteger("warning_days"));
  }

  public void write(DataWriter data) {
    data.text("canary_budget", canaryBudget)
        .integer("fallback4", fallback4)
        .list("index_weights4", indexWeights4, (weight, out) -> out.integer("weight4", weight))
        .text("issuance", issuance)
        .integer("lot_days", lotDays)
        .integer("prompt_weight4", promptWeight4)
        .list(
            "tiers",
            tiers,
            (tier, out) ->
                out.integer("from4", tier.from4())
                    .integer("m4", tier.m4())
                    .text("name", tier.name()))
        .bool("tokenless", tokenless)
        .integer("warning_days", warningDays);
  }

  private static void within(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, was %d".formatted(field, least, most, value));
    }
  }
}
