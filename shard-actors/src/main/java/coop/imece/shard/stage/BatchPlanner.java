package coop.imece.shard.stage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses what runs as one batch: every decode step that waits, then prompts by who was served
 * longest ago, until the batch has the rows of one chunk. So a decode step waits for at most one
 * batch, whose prompt part has at most {@code chunkRows} rows.
 */
public final class BatchPlanner {
  private final int chunkRows;
  private final int batchSessions;
  private long turn;

  public BatchPlanner(int chunkRows, int batchSessions) {
    this.chunkRows = chunkRows;
    this.batchSessions = batchSessions;
  }

  /** Part of a batch: one session's next chunk. */
  public record Item(StageSession session, Chunk chunk) {}

  /** The next batch; its sessions count as running. Empty when nothing is ready. */
  public List<Item> next(Collection<StageSession> sessions) {
    turn++;
    var ready =
        sessions.stream()
            .filter(StageSession::isReady)
            .sorted(
                Comparator.comparing((StageSession session) -> !session.nextIsDecodeStep())
                    .thenComparing(StageSession::servedAt))
            .limit(batchSessions)
            .toList();
    var batch = new ArrayList<Item>();
    var promptRows = 0;
    for (var session : ready) {
      var isStep = session.nextIsDecodeStep();
      if (isStep || promptRows == 0 || promptRows + session.nextRows() <= chunkRows) {
        var chunk = session.take(turn);
        promptRows += isStep ? 0 : chunk.input().positions();
        batch.add(new Item(session, chunk));
      }
    }
    return batch;
  }
}
