package coop.imece.shard.stage;

import coop.imece.core.HiddenStates;
import coop.imece.core.StageInput;
import coop.imece.core.TokenIds;
import java.util.ArrayList;
import java.util.List;

/** Consecutive positions of one session that run together, {@code [start, end)}. */
public record Chunk(int start, StageInput input) {
  public int end() {
    return start + input.positions();
  }

  /** The part from {@code position} on. */
  Chunk from(int position) {
    if (position <= start) {
      return this;
    }
    var skip = position - start;
    return new Chunk(
        position,
        input instanceof TokenIds tokens
            ? tokens.slice(skip, tokens.size())
            : ((HiddenStates) input).rows(skip, input.positions()));
  }

  /** The part before {@code position}. */
  Chunk before(int position) {
    if (position >= end()) {
      return this;
    }
    return new Chunk(
        start,
        input instanceof TokenIds tokens
            ? tokens.slice(0, position - start)
            : ((HiddenStates) input).rows(0, position - start));
  }

  /** Cuts into pieces of at most {@code rows} positions. */
  List<Chunk> split(int rows) {
    var pieces = new ArrayList<Chunk>();
    for (var from = start; from < end(); from += rows) {
      pieces.add(from(from).before(from + rows));
    }
    return pieces;
  }

  /** Pieces that follow one another, as one. */
  static Chunk join(List<Chunk> pieces) {
    var first = pieces.get(0);
    if (pieces.size() == 1) {
      return first;
    }
    if (first.input instanceof TokenIds) {
      var ids = pieces.stream().flatMapToInt(piece -> ((TokenIds) piece.input).stream());
      return new Chunk(first.start, TokenIds.own(ids.toArray()));
    }
    return new Chunk(
        first.start,
        HiddenStates.concat(pieces.stream().map(piece -> (HiddenStates) piece.input).toList()));
  }
}
