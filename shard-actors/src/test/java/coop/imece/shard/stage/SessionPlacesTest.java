package coop.imece.shard.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.Precision;
import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.shard.decoder.KvCache;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.decoder.SliceWork;
import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.PrefixBlocks;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.SessionEvent;
import coop.imece.stage.SessionTerms;
import coop.imece.stage.StageAssignment;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.OpenSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first of two stages, with memory for a dozen sessions. */
class SessionPlacesTest {
  private static final Path MODEL = Path.of("src/test/resources/reference-models/tiny-llama");
  private static final int MOST = 64;
  private static final int PROMPT = 40;
  private static final int SESSIONS = 12;
  private static final SendLimits LIMITS = new SendLimits(64, 128, 8);

  private final ActorTestKit testKit = ActorTestKit.create();
  private final ActorRef<Command> stage = testKit.<Command>createTestProbe().ref();
  private final ActorRef<SessionEvent> owner = testKit.<SessionEvent>createTestProbe().ref();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final List<StageSession> open = new ArrayList<>();
  private int most = MOST;
  private Slice slice;
  private long sessionBytes;
  private SessionPlaces places;

  @BeforeEach
  void load() {
    var folder = ModelFolder.open(MODEL);
    slice = Slice.load(folder, new LayerRange(0, 2), Precision.FP32);
    sessionBytes = MOST * (slice.kvBytesPerPosition() + hiddenBytes());
    places = new SessionPlaces(slice, LIMITS, SESSIONS, SESSIONS * sessionBytes + sessionBytes / 2);
  }

  @AfterEach
  void close() {
    open.forEach(session -> session.cache().close());
    places.idleCaches().forEach(KvCache::close);
    slice.close();
    testKit.shutdownTestKit();
  }

  /** Whatever the order in which sessions come and go, memory that is full is only passed on. */
  @Test
  void once_memory_is_full_no_session_that_is_like_the_others_takes_new_memory() {
    for (var i = 0; i < SESSIONS; i++) {
      begin();
    }
    var caches = new HashSet<KvCache>();
    open.forEach(session -> caches.add(session.cache()));
    assertEquals(SESSIONS, caches.size());
    for (var round = 0; round < 500; round++) {
      if (open.size() == SESSIONS || !open.isEmpty() && random.nextBoolean()) {
        end(open.remove(random.nextInt(open.size())));
      } else {
        begin();
      }
      open.forEach(session -> caches.add(session.cache()));
      assertEquals(SESSIONS, caches.size(), "seed " + seed);
      assertEquals(SESSIONS, open.size() + places.idleCaches().size(), "seed " + seed);
    }
  }

  @Test
  void what_is_held_are_reservations_of_open_sessions_and_keys_and_values_of_ended_ones() {
    assertEquals(0, places.heldBytes());
    var session = begin();
    assertEquals(sessionBytes, places.heldBytes());
    begin();
    end(session);
    open.remove(session);
    assertEquals(sessionBytes + MOST * slice.kvBytesPerPosition(), places.heldBytes());
    assertTrue(places.freePositions() >= (SESSIONS - 1L) * MOST);
  }

  @Test
  void memory_is_prepared_for_a_session_like_the_one_that_ended_last() {
    assertEquals(Optional.empty(), places.unprepared(), "nobody knows yet what is asked for");
    beginAndEnd(PROMPT, 1);
    var spare = places.unprepared().orElseThrow();
    assertEquals(MOST * slice.kvBytesPerPosition(), spare.bytes());
    places.takeBack(spare);
    for (var part = 0; part < slice.layers().count(); part++) {
      assertEquals(Optional.of(spare), places.unprepared(), "part " + part);
      spare.prepareNext();
      places.takeBack(spare);
    }
    assertEquals(2 * MOST * slice.kvBytesPerPosition(), places.heldBytes());
    assertEquals(Optional.empty(), places.unprepared(), "one is ready");
    assertSame(spare, begin().cache());
  }

  @Test
  void a_session_that_comes_before_all_is_prepared_takes_what_there_is() {
    beginAndEnd(PROMPT, 1);
    var spare = places.unprepared().orElseThrow();
    spare.prepareNext();
    places.takeBack(spare);
    assertSame(spare, begin().cache());
    assertNotSame(spare, places.unprepared().map(this::backAgain).orElseThrow(), "a new one");
  }

  private KvCache backAgain(KvCache spare) {
    places.takeBack(spare);
    return spare;
  }

  @Test
  void no_memory_is_prepared_where_none_is_free_or_no_session_may_come() {
    for (var i = 0; i < SESSIONS; i++) {
      begin();
    }
    assertEquals(Optional.empty(), places.unprepared());
    end(open.remove(0));
    assertEquals(Optional.empty(), places.unprepared(), "an ended session's is given away");
    setUpAgain(SESSIONS * sessionBytes);
    beginAndEnd(PROMPT, 1);
    places.drain();
    assertEquals(Optional.empty(), places.unprepared());
  }

  private void setUpAgain(long kvBytes) {
    open.forEach(session -> session.cache().close());
    open.clear();
    places.idleCaches().forEach(KvCache::close);
    places = new SessionPlaces(slice, LIMITS, SESSIONS, kvBytes);
  }

  private long hiddenBytes() {
    return (long) slice.config().shape().hidden() * slice.element().bytes();
  }

  /** What sessions reach is seldom what they may reach: memory is taken for answers like others. */
  @Test
  void a_session_has_memory_from_the_start_for_an_answer_like_the_last_ones() {
    most = 500;
    for (var answer : List.of(70, 200, 129)) {
      setUpAgain(100 * sessionBytes);
      assertEquals(64, beginAndEnd(PROMPT, 0), "nothing is known");
      beginAndEnd(PROMPT, answer);
      var chunks = (PROMPT + answer + 63) / 64 * 64;
      assertEquals(chunks, beginAndEnd(PROMPT, 0), "answer " + answer);
      assertEquals(chunks, beginAndEnd(PROMPT, 1), "the one without an answer says nothing");
      assertEquals(64, beginAndEnd(PROMPT, 1), "that one was short");
      beginAndEnd(300, 10);
      assertEquals(64, beginAndEnd(PROMPT, 1), "a long prompt is not a long answer");
    }
  }

  @Test
  void memory_is_prepared_for_an_answer_like_the_last_ones() {
    most = 500;
    setUpAgain(100 * sessionBytes);
    beginAndEnd(PROMPT, 200);
    assertEquals(256, places.unprepared().map(this::backAgain).orElseThrow().capacity());
  }

  @Test
  void memory_that_is_prepared_makes_room_for_more_when_answers_become_longer() {
    most = 500;
    setUpAgain(100 * sessionBytes);
    beginAndEnd(PROMPT, 10);
    assertEquals(64, places.unprepared().map(this::backAgain).orElseThrow().capacity());
    var longer = List.of(begin(), begin(), begin());
    backAgain(places.unprepared().orElseThrow());
    for (var session : longer) {
      run(session, 200);
      end(session);
    }
    open.clear();
    assertEquals(256, places.unprepared().map(this::backAgain).orElseThrow().capacity());
    var caches = places.idleCaches().stream().filter(cache -> cache.positions() == 0).toList();
    assertEquals(List.of(256), caches.stream().map(KvCache::capacity).toList());
  }

  @Test
  void an_answer_that_went_on_in_a_later_attempt_is_as_long_as_all_of_it() {
    most = 500;
    setUpAgain(100 * sessionBytes);
    var known = TokenIds.own(random.ints(PROMPT + 150, 0, 300).toArray());
    var later = begin(known, PROMPT);
    assertEquals(192, later.cache().capacity(), "of the answer nothing is likely yet");
    run(later, 51);
    end(open.remove(0));
    var other = TokenIds.own(random.ints(PROMPT + 150, 0, 300).toArray());
    var again = begin(other, PROMPT);
    assertEquals(256, again.cache().capacity(), "prompt and answer, no part of it twice");
  }

  /** The next session may need less than what it is handed for a few positions. */
  @Test
  void the_memory_of_a_session_that_started_alike_counts_whole() {
    most = 500;
    setUpAgain(10 * sessionBytes);
    var prompt = TokenIds.own(random.ints(PROMPT, 0, 300).toArray());
    var longer = begin(prompt, PROMPT);
    run(longer, 300);
    end(open.remove(0));
    most = MOST;
    var next = places.open(opening(prompt, PROMPT));
    open.add(next);
    assertSame(longer.cache(), next.cache());
    assertEquals(32, next.cache().positions());
    assertEquals(500 * (slice.kvBytesPerPosition() + hiddenBytes()), places.heldBytes());
    end(open.remove(0));
    assertEquals(next.cache().bytes(), places.heldBytes());
  }

  @Test
  void the_last_stage_keeps_tokens_where_others_keep_hidden_states() {
    var first = places.freePositions();
    try (var last = Slice.load(ModelFolder.open(MODEL), new LayerRange(2, 4), Precision.FP32)) {
      assertEquals(slice.kvBytesPerPosition(), last.kvBytesPerPosition());
      var kv = SESSIONS * sessionBytes + sessionBytes / 2;
      var free = new SessionPlaces(last, LIMITS, SESSIONS, kv).freePositions();
      assertEquals(kv / (last.kvBytesPerPosition() + Integer.BYTES), free);
      assertTrue(free > first, free + " and " + first);
    }
  }

  /** The session's capacity with its prompt in it; then it gets an answer of so many tokens. */
  private int beginAndEnd(int prompt, int answer) {
    var session = begin(prompt);
    var capacity = session.cache().capacity();
    run(session, answer);
    end(session);
    open.remove(session);
    return capacity;
  }

  private void run(StageSession session, int count) {
    if (count > 0) {
      var cache = session.cache();
      var tokens = TokenIds.own(random.ints(count, 0, 300).toArray());
      slice.forward(List.of(new SliceWork(cache, cache.positions(), tokens, Wanted.NOTHING)));
    }
  }

  private StageSession begin() {
    return begin(PROMPT);
  }

  private StageSession begin(int length) {
    return begin(TokenIds.own(random.ints(length, 0, 300).toArray()), length);
  }

  /**
   * @param known the prompt, and an answer so far
   */
  private StageSession begin(TokenIds known, int promptTokens) {
    var opening = opening(known, promptTokens);
    assertEquals(Optional.empty(), places.refusal(opening, open.size()), "seed " + seed);
    var session = places.open(opening);
    open.add(session);
    var held = session.cache().positions();
    slice.forward(
        List.of(
            new SliceWork(session.cache(), held, known.slice(held, known.size()), Wanted.NOTHING)));
    return session;
  }

  private void end(StageSession session) {
    places.close(session, PrefixBlocks.of("", session.terms().tokens()));
  }

  private OpenSession opening(TokenIds known, int promptTokens) {
    var halves =
        IntStream.range(0, 2)
            .mapToObj(
                i ->
                    new StageAssignment(
                        NodeId.of(new byte[] {(byte) i}), new LayerRange(2 * i, 2 * i + 2), stage))
            .toList();
    var terms =
        new SessionTerms(
            known,
            promptTokens,
            known.size(),
            most - promptTokens + 1,
            SamplingParameters.greedy(),
            Set.of(),
            PrefixBlocks.of("", known));
    return new OpenSession(
        SessionId.of(1, random),
        1,
        new PipelinePlan("tiny", halves),
        0,
        terms,
        MOST,
        owner,
        Optional.empty());
  }
}
