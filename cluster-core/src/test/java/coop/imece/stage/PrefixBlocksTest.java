package coop.imece.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.core.TokenIds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefixBlocksTest {
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void two_sessions_share_the_whole_blocks_that_they_start_with_and_no_more() {
    for (var round = 0; round < 200; round++) {
      var shared = random.nextInt(150);
      var one = random.ints(shared + random.nextInt(80), 0, 1000).toArray();
      var two = random.ints(shared + random.nextInt(80), 1000, 2000).toArray();
      System.arraycopy(one, 0, two, 0, shared);
      var positions =
          PrefixBlocks.of("w", TokenIds.own(one))
              .positionsShared(PrefixBlocks.of("w", TokenIds.own(two)));
      assertEquals(shared / 32 * 32, positions, "seed " + seed);
    }
  }

  @Test
  void nothing_is_shared_across_scopes() {
    var tokens = TokenIds.own(random.ints(100, 0, 1000).toArray());
    assertEquals(0, PrefixBlocks.of("a", tokens).positionsShared(PrefixBlocks.of("b", tokens)));
  }

  @Test
  void a_token_in_the_middle_of_a_block_changes_it_and_all_behind_it() {
    var ids = random.ints(128, 0, 1000).toArray();
    var blocks = PrefixBlocks.of("w", TokenIds.of(ids));
    ids[40]++;
    assertEquals(32, blocks.positionsShared(PrefixBlocks.of("w", TokenIds.own(ids))));
  }
}
