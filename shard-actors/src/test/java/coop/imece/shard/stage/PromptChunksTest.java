package coop.imece.shard.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptChunksTest {
  private static final int CASES = 2_000;

  /** A random pipeline and prompt. */
  private record Case(int positions, int stages, int most, int cost) {
    static Case of(int seed) {
      var random = new Random(seed);
      return new Case(
          random.nextInt(10_001),
          2 + random.nextInt(30),
          1 + random.nextInt(512),
          1 + random.nextInt(seed % 3 == 0 ? 4_096 : 50)); // cards and processors
    }
  }

  @Test
  void one_stage_alone_takes_as_much_as_it_may() {
    IntStream.range(0, CASES)
        .mapToObj(Case::of)
        .forEach(c -> assertEquals(c.most, PromptChunks.rows(c.positions, 1, c.most, c.cost)));
  }

  @Test
  void a_chunk_has_at_least_a_few_rows_and_at_most_what_it_may() {
    IntStream.range(0, CASES)
        .mapToObj(Case::of)
        .forEach(
            c -> {
              var rows = PromptChunks.rows(c.positions, c.stages, c.most, c.cost);
              assertTrue(
                  rows >= Math.min(c.most, PromptChunks.LEAST_ROWS) && rows <= c.most,
                  c + ": " + rows);
            });
  }

  /** By trying every size, with the same cost of a chunk. */
  @Test
  void no_other_size_is_a_tenth_quicker() {
    for (var seed = 0; seed < CASES / 10; seed++) {
      var c = Case.of(seed);
      var most = 128;
      var best =
          IntStream.rangeClosed(PromptChunks.LEAST_ROWS, most)
              .mapToDouble(rows -> time(c, rows))
              .min()
              .orElseThrow();
      var chosen = time(c, PromptChunks.rows(c.positions, c.stages, most, c.cost));
      assertTrue(chosen <= 1.1 * best, c + ": " + chosen + " beside " + best);
    }
  }

  /** When the last stage has run the last chunk, in the time of a row. */
  private static double time(Case c, int rows) {
    var ends = new double[c.stages];
    for (var at = 0; at < c.positions; at += rows) {
      var turn = Math.min(rows, c.positions - at) + c.cost;
      var before = 0.0;
      for (var stage = 0; stage < c.stages; stage++) {
        before = Math.max(before, ends[stage]) + turn;
        ends[stage] = before;
      }
    }
    return ends[c.stages - 1];
  }
}
