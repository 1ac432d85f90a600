package coop.imece.shard.stage;

import coop.imece.shard.decoder.KvCache;
import coop.imece.shard.decoder.Slice;
import coop.imece.stage.PrefixBlocks;
import coop.imece.stage.Refusal;
import coop.imece.stage.SessionTerms;
import coop.imece.stage.StageProtocol.OpenSession;
import java.util.List;
import java.util.Optional;

/** Who may open a session at a stage, and on which memory. Not thread-safe. */
public final class SessionPlaces {
  private final Slice slice;
  private final SendLimits limits;
  private final int maxSessions;
  private final KvBudget budget;
  private final EndedSessions ended;
  private final AnswerLengths answers = new AnswerLengths();
  private boolean draining;

  /** Of the last session that ended with an answer. */
  private Optional<MemoryNeed> lastEnded = Optional.empty();

  /**
   * What of a session its memory depends on.
   *
   * @param atOnce positions that it needs from the start: the tokens that are known, and the first
   *     step behind them
   * @param likely positions that it reaches with an answer of the likely length
   * @param most positions that it may reach
   */
  private record MemoryNeed(int atOnce, int likely, int most) {
    static MemoryNeed of(SessionTerms terms, int answer) {
      var most = terms.maxPositions();
      var atOnce = Math.min(terms.startTokens() + 1, most);
      var likely = (int) Math.min((long) terms.promptTokens() + answer, most);
      return new MemoryNeed(atOnce, Math.max(atOnce, likely), most);
    }
  }

  /**
   * @param kvBytes memory for keys, values and sent hidden states
   */
  public SessionPlaces(Slice slice, SendLimits limits, int maxSessions, long kvBytes) {
    this.slice = slice;
    this.limits = limits;
    this.maxSessions = maxSessions;
    this.budget = new KvBudget(kvBytes);
    this.ended = new EndedSessions(budget);
  }

  /** Why the session can't be opened now. */
  public Optional<Refusal> refusal(OpenSession open, int sessions) {
    var place = open.plan().stages().get(open.stage());
    if (!place.layers().equals(slice.layers())) {
      return Optional.of(Refusal.WRONG_SLICE);
    } else if (draining) {
      return Optional.of(Refusal.DRAINING);
    } else if (open.terms().maxPositions() > slice.config().maxPositions()) {
      return Optional.of(Refusal.CONTEXT_EXCEEDED);
    } else if (sessions >= maxSessions) {
      return Optional.of(Refusal.TOO_MANY_SESSIONS);
    } else if (bytes(open.terms().maxPositions()) > ended.availableBytes()) {
      return Optional.of(Refusal.KV_CACHE_FULL);
    }
    return Optional.empty();
  }

  /** The refusal in numbers. */
  public String detail(Refusal refusal, OpenSession open, int sessions) {
    var positions = open.terms().maxPositions();
    return switch (refusal) {
      case WRONG_SLICE -> "the stage serves layers " + slice.layers();
      case DRAINING -> "the node is leaving";
      case CONTEXT_EXCEEDED ->
          "%d positions, the model has %d".formatted(positions, slice.config().maxPositions());
      case TOO_MANY_SESSIONS -> "%d sessions are open".formatted(sessions);
      case KV_CACHE_FULL ->
          "%d positions need %d bytes, %d are free"
              .formatted(positions, bytes(positions), ended.availableBytes());
    };
  }

  /**
   * Opens a session that was not refused. In its first attempt it starts with the keys and values
   * of an ended session that started alike, if one is still there. That may have more memory than
   * the session needs: it counts until the session ends.
   */
  public StageSession open(OpenSession open) {
    var need = MemoryNeed.of(open.terms(), answers.likely());
    var useful = Math.min(open.keepAtMost(), open.terms().startTokens() - 1);
    var cache =
        open.attempt() == 1
            ? ended.take(open.terms().blocks(), useful, need.most())
            : Optional.<KvCache>empty();
    cache = cache.or(() -> ended.takeSpare(need.atOnce(), need.most()));
    var bytes = bytes(need.most());
    if (cache.isPresent()) {
      bytes = Math.max(bytes, bytes(cache.get().capacity()));
      ended.makeRoom(bytes);
    } else {
      cache = ended.makeRoomByOne(bytes, need.atOnce(), need.most());
    }
    if (!budget.reserve(bytes)) {
      throw new IllegalStateException("a session was opened that does not fit");
    }
    var own = cache.orElseGet(() -> slice.openCache(need.most()));
    own.expect(need.likely());
    return new StageSession(open, own, bytes, limits);
  }

  /**
   * Ends a session. What is kept of it takes a place like an open session's: of sessions that are
   * alike one more then fits exactly where one goes.
   *
   * @param blocks what the session's tokens are known by; none when nothing is to be kept
   */
  public void close(StageSession session, PrefixBlocks blocks) {
    budget.release(session.reservedBytes());
    var cache = session.cache();
    var answer = cache.positions() - session.terms().promptTokens();
    if (answer > 0) {
      answers.ended(answer);
      lastEnded = Optional.of(MemoryNeed.of(session.terms(), answers.likely()));
    }
    ended.keep(blocks, cache, bytes(cache.capacity()));
  }

  /**
   * An empty cache for a session like the last one that had an answer, to be prepared while none is
   * open. None while one is ready that is large enough, or memory is short: then sessions get that
   * of others. No session may open before it is back.
   */
  public Optional<KvCache> unprepared() {
    if (draining) {
      return Optional.empty();
    }
    lastEnded.ifPresent(need -> ended.dropSpareBelow(need.likely()));
    return ended.hasSpare() ? ended.takeUnpreparedSpare() : lastEnded.flatMap(this::newSpare);
  }

  private Optional<KvCache> newSpare(MemoryNeed need) {
    if (bytes(need.most()) > budget.freeBytes()) {
      return Optional.empty();
    }
    var spare = slice.openCache(need.most());
    spare.expect(need.likely());
    return Optional.of(spare);
  }

  /** Takes it back, for the next session, or to be given out again. */
  public void takeBack(KvCache spare) {
    ended.keepSpare(spare, bytes(spare.capacity()));
  }

  /** Refuses every session from now on. */
  public void drain() {
    draining = true;
  }

  /** Positions of further sessions that fit. */
  public long freePositions() {
    return ended.availableBytes() / bytesPerPosition();
  }

  /** What open sessions have reserved, and what ended ones have left. */
  public long heldBytes() {
    return budget.reservedBytes() - ended.emptyBytes();
  }

  /** What no session has open. */
  public List<KvCache> idleCaches() {
    return ended.caches();
  }

  private long bytes(int positions) {
    return positions * bytesPerPosition();
  }

  /** Keys and values, and the hidden states that are kept for the next stage, if there is one. */
  private long bytesPerPosition() {
    var last = slice.layers().end() == slice.config().shape().layers();
    var sent = last ? Integer.BYTES : slice.config().shape().hidden() * slice.element().bytes();
    return slice.kvBytesPerPosition() + sent;
  }
}
