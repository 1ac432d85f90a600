package coop.imece.shard.training;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.core.StageInput;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.shard.decoder.KvCache;
import coop.imece.shard.decoder.Logits;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.decoder.SliceOutput;
import coop.imece.shard.decoder.SliceWork;
import coop.imece.shard.engine.ComputeDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Greedy continuations by the slices that nodes serve, many sessions in one batch. */
final class ServedAnswers implements AutoCloseable {
  private static final int AT_ONCE = 64;

  private final List<Slice> slices;
  private final int endId;

  /**
   * Loads all slices.
   *
   * @param packedWeights where quantized weights are kept
   */
  ServedAnswers(ModelFolder folder, int slices, Precision precision, Path packedWeights) {
    var layers = folder.config().shape().layers();
    this.slices =
        LayerRange.split(layers, slices).stream()
            .map(range -> Slice.load(folder, range, precision, ComputeDevice.CPU, packedWeights))
            .toList();
    this.endId = folder.config().endIds().first();
  }

  /** Up to {@code limit} tokens after every prompt, without the end. */
  List<List<Integer>> continuations(List<List<Integer>> prompts, int limit) {
    var answers = new ArrayList<List<Integer>>();
    for (var start = 0; start < prompts.size(); start += AT_ONCE) {
      var end = Math.min(start + AT_ONCE, prompts.size());
      answers.addAll(together(prompts.subList(start, end), limit));
    }
    return answers;
  }

  /** The logits after every position of every text. */
  List<float[][]> logits(List<TokenIds> texts) {
    var sessions = texts.stream().map(ids -> new Session(ids.size())).toList();
    try {
      var rows = texts.stream().map(ids -> new float[ids.size()][]).toList();
      var longest = texts.stream().mapToInt(TokenIds::size).max().orElseThrow();
      for (var p = 0; p < longest; p++) {
        var open = new ArrayList<Session>();
        var openRows = new ArrayList<float[][]>();
        for (var t = 0; t < texts.size(); t++) {
          if (p < texts.get(t).size()) {
            sessions.get(t).next = texts.get(t).slice(p, p + 1);
            open.add(sessions.get(t));
            openRows.add(rows.get(t));
          }
        }
        var logits = step(open);
        for (var t = 0; t < open.size(); t++) {
          openRows.get(t)[p] = logits.get(t).array();
        }
      }
      return rows;
    } finally {
      sessions.forEach(Session::close);
    }
  }

  @Override
  public void close() {
    slices.forEach(Slice::close);
  }

  private List<List<Integer>> together(List<List<Integer>> prompts, int limit) {
    var sessions = new ArrayList<Session>();
    for (var prompt : prompts) {
      var session = new Session(prompt.size() + limit);
      session.next = TokenIds.own(prompt.stream().mapToInt(Integer::intValue).toArray());
      sessions.add(session);
    }
    try {
      var open = List.copyOf(sessions);
      for (var i = 0; i < limit && !open.isEmpty(); i++) {
        var logits = step(open);
        for (var s = 0; s < open.size(); s++) {
          open.get(s).accept(best(logits.get(s)));
        }
        open = open.stream().filter(session -> !session.ended).toList();
      }
      return sessions.stream().map(session -> session.answer).toList();
    } finally {
      sessions.forEach(Session::close);
    }
  }

  private List<Logits> step(List<Session> sessions) {
    var inputs = new ArrayList<StageInput>();
    sessions.forEach(session -> inputs.add(session.next));
    for (var stage = 0; ; stage++) {
      var work = new ArrayList<SliceWork>();
      for (var s = 0; s < sessions.size(); s++) {
        var cache = sessions.get(s).caches.get(stage);
        work.add(new SliceWork(cache, cache.positions(), inputs.get(s), SliceWork.Wanted.LOGITS));
      }
      var outputs = slices.get(stage).forward(work);
      if (stage == slices.size() - 1) {
        return outputs.stream().map(out -> ((SliceOutput.Sampled) out).logits()).toList();
      }
      for (var s = 0; s < outputs.size(); s++) {
        inputs.set(s, ((SliceOutput.States) outputs.get(s)).states());
      }
    }
  }

  private static int best(Logits logits) {
    var best = 0;
    for (var i = 1; i < logits.vocabulary(); i++) {
      if (logits.get(i) > logits.get(best)) {
        best = i;
      }
    }
    return best;
  }

  /** One prompt on its way: its caches, what goes in next, and the answer so far. */
  private final class Session {
    private final List<KvCache> caches;
    private final List<Integer> answer = new ArrayList<>();
    private TokenIds next;
    private boolean ended;

    private Session(int positions) {
      caches = slices.stream().map(slice -> slice.openCache(positions)).toList();
    }

    private void accept(int token) {
      if (token == endId) {
        ended = true;
      } else {
        answer.add(token);
        next = TokenIds.of(token);
      }
    }

    private void close() {
      caches.forEach(KvCache::close);
    }
  }
}
