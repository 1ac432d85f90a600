package coop.imece.shard.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.TokenIds;
import coop.imece.stage.SamplingParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void greedy_takes_the_largest_logit_and_of_equal_ones_the_smallest_id() {
    assertEquals(2, greedy(0.1f, -1f, 3f, 2f));
    assertEquals(1, greedy(0f, 5f, 5f, 5f));
    assertEquals(0, greedy(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY));
  }

  @Test
  void logits_that_are_not_numbers_are_an_error_not_an_answer() {
    assertThrows(IllegalStateException.class, () -> greedy(Float.NaN, Float.NaN));
    assertThrows(
        IllegalStateException.class,
        () -> sampler(1, 0.9, 5, 0).sample(new float[] {Float.NaN, Float.NaN}, 0));
  }

  @Test
  void the_same_seed_and_position_draw_the_same_and_others_differ() {
    var logits = new float[500];
    var draws =
        IntStream.range(0, 64)
            .mapToObj(p -> sampler(1, 1, 0, 7).sample(logits.clone(), p))
            .toList();
    var again =
        IntStream.range(0, 64)
            .mapToObj(p -> sampler(1, 1, 0, 7).sample(logits.clone(), p))
            .toList();
    var other =
        IntStream.range(0, 64)
            .mapToObj(p -> sampler(1, 1, 0, 8).sample(logits.clone(), p))
            .toList();
    assertEquals(draws, again);
    assertNotEquals(draws, other);
    assertTrue(new HashSet<>(draws).size() > 50, "of 500 equally likely ones: " + draws);
  }

  @Test
  void draws_follow_the_softmax() {
    var logits = new float[] {0f, (float) Math.log(2), (float) Math.log(5)};
    var counts = new int[3];
    for (var position = 0; position < 80_000; position++) {
      counts[sampler(1, 1, 0, 3).sample(logits.clone(), position)]++;
    }
    assertEquals(10_000, counts[0], 500);
    assertEquals(20_000, counts[1], 700);
    assertEquals(50_000, counts[2], 900);
  }

  @Test
  void top_k_and_top_p_keep_what_sorting_the_whole_vocabulary_keeps() {
    for (var round = 0; round < 300; round++) {
      var logits = logits(1 + random.nextInt(200));
      var k = random.nextInt(logits.length + 2);
      var p = 0.05 + 0.95 * random.nextDouble();
      var temperature = 0.1 + 1.9 * random.nextDouble();
      var expected = bySorting(logits, temperature, k, p);
      for (var position = 0; position < 20; position++) {
        var token = sampler(temperature, p, k, round).sample(logits.clone(), position);
        assertTrue(expected.contains(token), "seed " + seed + " round " + round);
      }
      var kept = Candidates.of(logits, temperature).topK(k).topP(p);
      assertEquals(expected.size(), kept.size(), 1, "seed " + seed + " round " + round);
    }
  }

  @Test
  void top_k_one_is_greedy() {
    for (var round = 0; round < 50; round++) {
      var logits = logits(100);
      assertEquals(greedy(logits.clone()), sampler(1.5, 1, 1, round).sample(logits.clone(), round));
    }
  }

  @Test
  void penalties_follow_their_formulas() {
    var parameters = new SamplingParameters(0, 1, 0, 0, 2, 0.5, 0.25);
    var counts = new TokenCounts(TokenIds.of(0, 1, 2, 2, 2), 3);
    var logits = new float[] {4f, -4f, 4f, 1f};
    counts.penalise(logits, parameters);
    assertEquals(2f, logits[0]);
    assertEquals(-8f, logits[1]);
    assertEquals(2f - 2 * 0.5f - 0.25f, logits[2]);
    assertEquals(1f, logits[3]);
  }

  @Test
  void a_session_that_goes_on_elsewhere_samples_as_if_it_had_never_moved() {
    var parameters = new SamplingParameters(0.8, 0.9, 40, 11, 1.3, 0.4, 0.2);
    var prompt = TokenIds.of(1, 2, 3);
    var logits = IntStream.range(0, 20).mapToObj(i -> logits(60)).toList();
    var whole = new Sampler(parameters, prompt, 3);
    var tokens = new ArrayList<Integer>();
    for (var i = 0; i < 20; i++) {
      tokens.add(whole.sample(logits.get(i).clone(), 3 + i));
    }
    for (var cut = 0; cut < 20; cut++) {
      var soFar =
          prompt.concat(TokenIds.own(tokens.subList(0, cut).stream().mapToInt(t -> t).toArray()));
      var moved = new Sampler(parameters, soFar, 3);
      for (var i = cut; i < 20; i++) {
        assertEquals(tokens.get(i), moved.sample(logits.get(i).clone(), 3 + i), "cut " + cut);
      }
    }
  }

  private static List<Integer> bySorting(float[] logits, double temperature, int k, double p) {
    var order =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer t) -> -logits[t]).thenComparing(t -> t))
            .limit(k == 0 ? logits.length : k)
            .toList();
    var weights =
        order.stream()
            .map(t -> Math.exp((logits[t] - logits[order.get(0)]) / temperature))
            .toList();
    var total = weights.stream().mapToDouble(w -> w).sum();
    var kept = new ArrayList<Integer>();
    var sum = 0.0;
    for (var i = 0; i < order.size() && (sum < p * total || p >= 1); i++) {
      sum += weights.get(i);
      kept.add(order.get(i));
    }
    if (kept.size() < order.size()) {
      kept.add(order.get(kept.size())); // rounding at the border may keep one more
    }
    return kept;
  }

  private float[] logits(int size) {
    var logits = new float[size];
    for (var i = 0; i < size; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
    }
    return logits;
  }

  private static int greedy(float... logits) {
    return new Sampler(SamplingParameters.greedy(), TokenIds.of(), 0).sample(logits, 0);
  }

  private static Sampler sampler(double temperature, double topP, int topK, long seed) {
    return new Sampler(
        new SamplingParameters(temperature, topP, topK, seed, 1, 0, 0), TokenIds.of(), 0);
  }
}
