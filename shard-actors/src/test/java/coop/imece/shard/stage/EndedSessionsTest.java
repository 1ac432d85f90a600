package coop.imece.shard.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Precision;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.shard.decoder.KvCache;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.decoder.SliceOutput;
import coop.imece.shard.decoder.SliceWork;
import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.stage.PrefixBlocks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memory for two caches of 64 positions. */
class EndedSessionsTest {
  private static final Path MODEL = Path.of("src/test/resources/reference-models/tiny-llama");

  private Slice slice;
  private long cacheBytes;
  private KvBudget budget;
  private EndedSessions ended;

  @BeforeEach
  void load() {
    var folder = ModelFolder.open(MODEL);
    slice = Slice.load(folder, folder.config().shape().allLayers(), Precision.FP32);
    cacheBytes = 64 * slice.kvBytesPerPosition();
    budget = new KvBudget(2 * cacheBytes);
    ended = new EndedSessions(budget);
  }

  @AfterEach
  void close() {
    ended.caches().forEach(KvCache::close);
    slice.close();
  }

  @Test
  void the_cache_that_goes_first_is_the_next_sessions_empty_one() {
    var prompts = List.of(prompt(1), prompt(2));
    prompts.forEach(this::end);
    assertEquals(0, budget.freeBytes());
    var reused = ended.makeRoomByOne(cacheBytes, 64, 100).orElseThrow();
    assertEquals(cacheBytes, budget.freeBytes());
    assertEquals(0, reused.positions());
    assertEquals(100, reused.maxPositions());
    var stayed = ended.take(blocks(prompts.get(1)), 64, 64).orElseThrow();
    assertEquals(64, stayed.positions(), "the one that was used last has stayed");
    try (reused;
        stayed;
        var fresh = slice.openCache(100)) {
      assertEquals(largest(fresh, prompt(3)), largest(reused, prompt(3)));
    }
  }

  @ParameterizedTest
  @CsvSource({"65, 100", "10, 63"})
  void a_cache_that_does_not_suit_is_freed(int atOnce, int maxPositions) {
    end(prompt(1));
    end(prompt(2));
    assertEquals(Optional.empty(), ended.makeRoomByOne(cacheBytes, atOnce, maxPositions));
    assertEquals(cacheBytes, budget.freeBytes());
  }

  @Test
  void nothing_goes_while_there_is_room_and_one_alone_is_used_again() {
    end(prompt(1));
    assertEquals(Optional.empty(), ended.makeRoomByOne(cacheBytes, 64, 64));
    end(prompt(2));
    try (var reused = ended.makeRoomByOne(2 * cacheBytes, 64, 64).orElseThrow()) {
      assertEquals(2 * cacheBytes, budget.freeBytes());
      assertTrue(ended.caches().isEmpty());
      assertNotEquals(0, reused.bytes());
    }
  }

  @Test
  void a_spare_cache_goes_before_what_is_of_use() {
    end(prompt(1));
    assertFalse(ended.hasSpare());
    ended.keepSpare(prepared(), cacheBytes);
    assertTrue(ended.hasSpare());
    assertEquals(2 * cacheBytes, ended.availableBytes());
    try (var reused = ended.makeRoomByOne(cacheBytes, 64, 100).orElseThrow()) {
      assertFalse(ended.hasSpare());
      assertEquals(cacheBytes, reused.bytes());
      assertEquals(1, ended.caches().size());
    }
  }

  @Test
  void a_spare_cache_is_given_to_a_session_that_it_suits() {
    var spare = prepared();
    ended.keepSpare(spare, cacheBytes);
    assertEquals(cacheBytes, budget.freeBytes());
    try (var taken = ended.takeSpare(64, 100).orElseThrow()) {
      assertSame(spare, taken);
      assertEquals(cacheBytes, taken.bytes());
      assertEquals(100, taken.maxPositions());
      assertEquals(2 * cacheBytes, budget.freeBytes());
    }
    assertEquals(Optional.empty(), ended.takeSpare(10, 64));
  }

  @Test
  void a_spare_cache_is_given_out_to_be_prepared_until_it_is() {
    var spare = slice.openCache(64);
    spare.expect(64);
    ended.keepSpare(spare, cacheBytes);
    for (var parts = slice.layers().count(); parts > 0; parts--) {
      assertSame(spare, ended.takeUnpreparedSpare().orElseThrow(), parts + " parts are left");
      assertFalse(ended.hasSpare());
      spare.prepareNext();
      ended.keepSpare(spare, cacheBytes);
    }
    assertEquals(Optional.empty(), ended.takeUnpreparedSpare());
    assertTrue(ended.hasSpare());
  }

  @ParameterizedTest
  @CsvSource({"65, 100", "10, 63"})
  void a_spare_cache_that_does_not_suit_is_freed(int atOnce, int maxPositions) {
    var spare = prepared();
    ended.keepSpare(spare, cacheBytes);
    assertEquals(Optional.empty(), ended.takeSpare(atOnce, maxPositions));
    assertEquals(0, spare.bytes());
    assertFalse(ended.hasSpare());
    assertEquals(2 * cacheBytes, budget.freeBytes());
  }

  @Test
  void a_spare_cache_for_which_there_is_no_room_is_freed() {
    end(prompt(1));
    end(prompt(2));
    var spare = prepared();
    ended.keepSpare(spare, cacheBytes);
    assertFalse(ended.hasSpare());
    assertEquals(0, spare.bytes());
  }

  private KvCache prepared() {
    var cache = slice.openCache(64);
    cache.expect(64);
    cache.prepareNext();
    return cache;
  }

  private void end(TokenIds prompt) {
    var cache = slice.openCache(64);
    largest(cache, prompt);
    ended.keep(blocks(prompt), cache, cacheBytes);
  }

  private SliceOutput largest(KvCache cache, TokenIds prompt) {
    return slice.forward(List.of(new SliceWork(cache, 0, prompt, Wanted.LARGEST))).get(0);
  }

  private static PrefixBlocks blocks(TokenIds prompt) {
    return PrefixBlocks.of("all", prompt);
  }

  private static TokenIds prompt(int seed) {
    return TokenIds.own(IntStream.range(0, 64).map(i -> (i * 7 + seed * 31) % 300).toArray());
  }
}
