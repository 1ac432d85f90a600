package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.core.Gft;
import coop.imece.core.LayerRange;
import coop.imece.core.ModelShape;
import coop.imece.core.Precision;
import coop.imece.ledger.Pricing.Work;
import coop.imece.ledger.event.ModelServed;
import coop.imece.ledger.event.Policy;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricingTest {
  private static final ModelShape LLAMA_8B = ModelShape.dense(32, 4096, 32, 8, 128, 14336, 128256);
  private static final ModelShape TINY_LLAMA = ModelShape.dense(22, 2048, 32, 4, 64, 5632, 32000);

  @Test
  void charges_and_earnings_match_the_published_vectors() {
    var pricing = pricing(LLAMA_8B, Precision.FP16, Policy.standard());
    assertEquals(Gft.of(150_667_264), pricing.ceiling(100, 20, false));
    var half = pricing.work(new LayerRange(0, 16), 100, 0, 20);
    assertEquals(Gft.of(1_087_645_732), pricing.formula(half, 80_000, 9_700));
    assertEquals(
        Gft.of(20_885_750),
        pricing(TINY_LLAMA, Precision.BF16, Policy.standard()).ceiling(100, 20, false));
  }

  @Test
  void a_fallback_costs_its_factor_and_rounds_up_once() {
    var pricing = pricing(TINY_LLAMA, Precision.INT4, Policy.standard());
    var all = pricing.work(TINY_LLAMA.allLayers(), 100, 0, 20);
    assertEquals(pricing.charge(Work.NONE, all), pricing.ceiling(100, 20, true));
    // 41,771,499,520 FLOP x 0.125 / 1,000 = 5,221,437.44; twice that is 10,442,874.88.
    assertEquals(Gft.of(5_221_438), pricing.charge(all, Work.NONE));
    assertEquals(Gft.of(10_442_875), pricing.charge(Work.NONE, all));
  }

  @Test
  void prompt_work_counts_by_its_weight_on_both_sides() {
    var pricing = pricing(TINY_LLAMA, Precision.FP32, Policy.standard().withPromptWeight4(10_000));
    var all = pricing.work(TINY_LLAMA.allLayers(), 100, 0, 20);
    // 41,771,499,520 + 192,731,185,152 FLOP.
    assertEquals(Gft.of(234_502_685), pricing.charge(all, Work.NONE));
    assertEquals(Gft.of(234_502_684), pricing.formula(all, 10_000, 10_000));
  }

  @Test
  void a_bounded_pot_is_split_as_in_the_published_entry() {
    var precision = Precision.FP16;
    var pricing = pricing(LLAMA_8B, precision, Policy.standard());
    var first = new Work(new BigInteger("762317635584"), BigInteger.ZERO);
    var second = new Work(new BigInteger("772824367104"), BigInteger.ZERO);
    assertEquals(Gft.of(762_317_635), pricing.formula(first, 10_000, 10_000));
    assertEquals(Gft.of(5_997_117_088L), pricing.formula(second, 80_000, 9_700));
    var pot = pricing.charge(first.plus(second), Work.NONE);
    assertEquals(Gft.of(767_571_002), pot);
    var base = pricing.base(first, 10_000, 10_000);
    var claims =
        List.of(
            new Pot.Claim(base, base),
            new Pot.Claim(
                pricing.base(second, 80_000, 9_700), pricing.formula(second, 80_000, 9_700)));
    assertEquals(List.of(Gft.of(381_158_817), Gft.of(386_412_185)), Pot.split(pot, claims));
  }

  @Test
  void what_a_pot_leaves_over_goes_by_largest_remainder_lowest_index_first() {
    var claims = List.of(claim(0, 10), claim(0, 10), claim(0, 10), claim(5, 5));
    assertEquals(
        List.of(Gft.of(4), Gft.of(3), Gft.of(3), Gft.of(5)), Pot.split(Gft.of(15), claims));
    assertEquals(
        List.of(Gft.of(10), Gft.of(10), Gft.of(10), Gft.of(5)), Pot.split(Gft.of(40), claims));
  }

  private static Pot.Claim claim(long base, long wish) {
    return new Pot.Claim(Gft.of(base), Gft.of(wish));
  }

  private static Pricing pricing(ModelShape shape, Precision precision, Policy policy) {
    return new Pricing(new ModelServed(Cooperative.MODEL, "m", precision, shape), policy, 1);
  }
}
