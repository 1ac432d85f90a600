package coop.imece.shard.stage;

import coop.imece.stage.StageProtocol.Forward;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a session has received and not yet run. Frames may come twice or with one missing: the
 * positions decide.
 */
final class Inbox {
  enum Outcome {
    TAKEN,
    /** All of it was here before. */
    DUPLICATE,
    /** Something before it is missing. */
    GAP
  }

  private final ArrayDeque<Chunk> ready = new ArrayDeque<>();
  private final List<Chunk> pieces = new ArrayList<>();
  private int receivedEnd;

  Inbox(int receivedEnd) {
    this.receivedEnd = receivedEnd;
  }

  Outcome accept(Forward forward) {
    if (forward.endPosition() <= receivedEnd) {
      return Outcome.DUPLICATE;
    }
    if (forward.startPosition() > receivedEnd) {
      return Outcome.GAP;
    }
    pieces.add(new Chunk(forward.startPosition(), forward.input()).from(receivedEnd));
    receivedEnd = forward.endPosition();
    if (receivedEnd == forward.chunkEnd()) {
      ready.add(Chunk.join(pieces));
      pieces.clear();
    }
    return Outcome.TAKEN;
  }

  /** Adds what this stage itself has to run next. */
  void add(Chunk chunk) {
    if (chunk.start() != receivedEnd) {
      throw new IllegalStateException(
          "the next chunk must start at %d, was %d".formatted(receivedEnd, chunk.start()));
    }
    ready.add(chunk);
    receivedEnd = chunk.end();
  }

  Optional<Chunk> peek() {
    return Optional.ofNullable(ready.peek());
  }

  /**
   * The next chunk to run. Chunks that wait are joined up to {@code maxRows} rows, but never across
   * {@code border}, behind which every position is run on its own.
   */
  Chunk take(int maxRows, int border) {
    var taken = new ArrayList<Chunk>();
    taken.add(ready.remove());
    var start = taken.get(0).start();
    while (!ready.isEmpty()
        && ready.peek().end() <= border
        && ready.peek().end() - start <= maxRows) {
      taken.add(ready.remove());
    }
    return Chunk.join(taken);
  }

  /** Behind the last position that was received. */
  int receivedEnd() {
    return receivedEnd;
  }
}
