package coop.imece.shard.decoder;

import coop.imece.core.HiddenStates;
import coop.imece.core.TokenIds;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

/** What a batch must hold to, checked before any of it is computed. */
final class SliceWorkCheck {
  private SliceWorkCheck() {}

  static void require(Slice slice, List<SliceWork> batch) {
    if (batch.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one session's work");
    }
    if (batch.size() > 1) {
      requireOneCacheEach(batch);
    }
    for (var work : batch) {
      requireCache(slice, work);
      requireInput(slice, work);
    }
  }

  private static void requireOneCacheEach(List<SliceWork> batch) {
    var caches = Collections.newSetFromMap(new IdentityHashMap<KvCache, Boolean>());
    for (var work : batch) {
      if (!caches.add(work.cache())) {
        throw new IllegalArgumentException("a batch must not name one cache twice");
      }
    }
  }

  private static void requireCache(Slice slice, SliceWork work) {
    var cache = work.cache();
    if (cache.slice() != slice || cache.closed()) {
      throw new IllegalArgumentException("the cache must be an open one of this slice");
    }
    if (work.startPosition() != cache.positions()) {
      throw new IllegalArgumentException(
          "startPosition must be %d, where the cache ends, was %d"
              .formatted(cache.positions(), work.startPosition()));
    }
    var count = work.input().positions();
    if (count < 1 || count > cache.maxPositions() - cache.positions()) {
      throw new IllegalArgumentException(
          "positions must be in [1, %d], was %d"
              .formatted(cache.maxPositions() - cache.positions(), count));
    }
  }

  private static void requireInput(Slice slice, SliceWork work) {
    var shape = slice.config().shape();
    if (slice.first()) {
      if (!(work.input() instanceof TokenIds tokens)) {
        throw new IllegalArgumentException("the first slice takes token ids");
      }
      for (var i = 0; i < tokens.size(); i++) {
        if (tokens.get(i) < 0 || tokens.get(i) >= shape.vocabulary()) {
          throw new IllegalArgumentException(
              "token ids must be in [0, %d), was %d".formatted(shape.vocabulary(), tokens.get(i)));
        }
      }
    } else {
      if (!(work.input() instanceof HiddenStates states)) {
        throw new IllegalArgumentException(
            "slice %s takes hidden states".formatted(slice.layers()));
      }
      if (states.width() != shape.hidden() || states.element() != slice.element()) {
        throw new IllegalArgumentException(
            "hidden states must be %d wide in %s, was %d in %s"
                .formatted(shape.hidden(), slice.element(), states.width(), states.element()));
      }
    }
  }
}
