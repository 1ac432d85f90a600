package coop.imece.shard.stage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses what runs as one batch.
 *
 * <p>While only decode steps wait, a batch has at most the share of its stage: with as many batches
 * as stages on their way, every stage computes nearly always, and none waits for the one big batch
 * to come round. So it takes the steps that wait longest, one in {@code n} of all sessions that
 * decode in pipelines of {@code n} stages.
 *
 * <p>When a prompt waits, every decode step that waits is in the next batch, then prompts by who
 * was served longest ago, until their rows are those of one chunk. So a decode step that comes
 * waits for at most the batch that runs, and shares the next one: at each stage it meets at most
 * {@code 2 * chunkRows} rows of prompts, however long the prompts are.
 *
 * <p>A prompt alone runs in smaller chunks, so that stages compute at the same time ({@link
 * PromptChunks}). Where several wait, they do so by different prompts, and one after the other is
 * sooner for most of them.
 */
public final class BatchPlanner {
  private static final Comparator<StageSession> STEPS_BY_WAITING =
      Comparator.comparing((StageSession session) -> !session.nextIsDecodeStep())
          .thenComparing(StageSession::servedAt);

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
    var ready = ready(sessions);
    return ready.isEmpty() ? List.of() : take(ready, limit(ready, sessions));
  }

  private static List<StageSession> ready(Collection<StageSession> sessions) {
    var ready = new ArrayList<StageSession>();
    for (var session : sessions) {
      if (session.isReady()) {
        ready.add(session);
      }
    }
    if (ready.size() > 1) {
      ready.sort(STEPS_BY_WAITING);
    }
    return ready;
  }

  private int limit(List<StageSession> ready, Collection<StageSession> sessions) {
    return onlySteps(ready) ? Math.min(batchSessions, share(sessions)) : batchSessions;
  }

  private static boolean onlySteps(List<StageSession> ready) {
    return ready.get(ready.size() - 1).nextIsDecodeStep(); // prompts stand last
  }

  private static boolean severalPrompts(List<StageSession> ready) {
    return ready.size() > 1 && !ready.get(ready.size() - 2).nextIsDecodeStep(); // they stand last
  }

  /** Of all sessions that decode, those whose turn it is to be here. */
  private static int share(Collection<StageSession> sessions) {
    var shares = 0.0;
    for (var session : sessions) {
      if (session.isDecoding()) {
        shares += 1.0 / session.plan().stages().size();
      }
    }
    return Math.max(1, (int) Math.ceil(shares - 1e-6));
  }

  private List<Item> take(List<StageSession> ready, int limit) {
    turn++;
    var severalPrompts = severalPrompts(ready);
    var batch = new ArrayList<Item>();
    var promptRows = 0;
    for (var session : ready.subList(0, Math.min(limit, ready.size()))) {
      var isStep = session.nextIsDecodeStep();
      if (isStep || promptRows == 0 || promptRows + session.nextRows() <= chunkRows) {
        var most = severalPrompts ? chunkRows : session.chunkRows();
        var chunk = session.take(turn, Math.min(most, chunkRows - promptRows));
        promptRows += isStep ? 0 : chunk.input().positions();
        batch.add(new Item(session, chunk));
      }
    }
    return batch;
  }
}
