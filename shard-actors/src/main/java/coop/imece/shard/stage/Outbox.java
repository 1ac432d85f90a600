package coop.imece.shard.stage;

import coop.imece.core.HiddenStates;
import coop.imece.core.SessionId;
import coop.imece.core.StageInput;
import coop.imece.stage.StageProtocol.Forward;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session has for the next stage, kept until it ends: a frame that was lost is sent again,
 * and a stage that takes another's place is given everything from the start.
 *
 * <pre>
 * runByNext &lt;= cursor &lt;= end
 * run by the next stage | sent, not yet run (at most a window) | not yet sent
 * </pre>
 */
final class Outbox {
  /** Frames stay below this on the ordinary lane, so that nothing waits long behind one. */
  static final int MAX_FRAME_BYTES = 64 << 10;

  private final SendLimits limits;
  private final List<Chunk> chunks = new ArrayList<>();
  private final int start;
  private int end;
  private int cursor;
  private int runByNext;

  Outbox(int start, SendLimits limits) {
    this.limits = limits;
    this.start = start;
    end = start;
    cursor = start;
    runByNext = start;
  }

  void add(Chunk chunk) {
    if (chunk.start() != end) {
      throw new IllegalStateException(
          "the next chunk sent must start at %d, was %d".formatted(end, chunk.start()));
    }
    chunks.add(chunk);
    end = chunk.end();
  }

  /** The frames that the window has room for now; they count as sent. */
  List<Forward> pump(SessionId session, int attempt) {
    var frames = new ArrayList<Forward>();
    while (cursor < end && cursor - runByNext < limits.windowRows()) {
      var chunk = joined(cursor);
      frames.addAll(frames(session, attempt, chunk));
      cursor = chunk.end();
    }
    return frames;
  }

  /** Starts to send again at {@code position}. */
  void rewind(int position) {
    cursor = Math.min(cursor, position);
    runByNext = Math.min(runByNext, position);
  }

  /** The next stage has run everything before {@code position}. */
  void accepted(int position) {
    runByNext = Math.max(runByNext, Math.min(position, end));
    cursor = Math.max(cursor, runByNext);
  }

  /** Whether more may be computed for the next stage. */
  boolean hasRoom() {
    return end - runByNext < limits.windowRows();
  }

  /** The row sent last, as a question whether it arrived; empty when no answer is owed. */
  List<Forward> probe(SessionId session, int attempt) {
    return cursor > runByNext
        ? frames(session, attempt, joined(cursor - 1).before(cursor))
        : List.of();
  }

  /** Forgets everything from {@code position} on. */
  void truncate(int position) {
    while (!chunks.isEmpty() && chunks.get(chunks.size() - 1).end() > position) {
      var last = chunks.remove(chunks.size() - 1);
      if (last.start() < position) {
        chunks.add(last.before(position));
      }
    }
    end = Math.min(end, position);
    rewind(end);
  }

  /** The first position that can be sent again. */
  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Everything from {@code position} on, oldest first. */
  List<Chunk> from(int position) {
    return chunks.subList(indexOf(position), chunks.size());
  }

  /** What starts at {@code position}, with what follows it as far as one chunk may go. */
  private Chunk joined(int position) {
    var index = indexOf(position);
    if (index == chunks.size() - 1) {
      return chunks.get(index).from(position);
    }
    var parts = new ArrayList<Chunk>();
    parts.add(chunks.get(index).from(position));
    while (++index < chunks.size() && chunks.get(index).end() - position <= limits.chunkRows()) {
      parts.add(chunks.get(index));
    }
    return Chunk.join(parts);
  }

  /** The chunk that holds a position; searched from the end, where it nearly always is. */
  private int indexOf(int position) {
    var index = chunks.size();
    while (index > 0 && chunks.get(index - 1).end() > position) {
      index--;
    }
    return index;
  }

  private static List<Forward> frames(SessionId session, int attempt, Chunk chunk) {
    var frames = new ArrayList<Forward>();
    for (var piece : chunk.split(rowsPerFrame(chunk.input()))) {
      frames.add(new Forward(session, attempt, piece.start(), chunk.end(), piece.input()));
    }
    return frames;
  }

  private static int rowsPerFrame(StageInput input) {
    var rowBytes = input instanceof HiddenStates states ? states.rowBytes() : Integer.BYTES;
    return Math.max(1, MAX_FRAME_BYTES / rowBytes);
  }
}
