package coop.imece.shard.training;

import ai.djl.ndarray.NDManager;
import coop.imece.shard.eager.EagerDecoder;
import java.util.ArrayList;
import java.util.List;

/** Greedy continuations of prompts with the eager decoder, many at once and without a cache. */
final class GreedyAnswers {
  private final EagerDecoder decoder;
  private final NDManager manager;
  private final int endId;

  GreedyAnswers(EagerDecoder decoder, NDManager manager, int endId) {
    this.decoder = decoder;
    this.manager = manager;
    this.endId = endId;
  }

  /** Up to {@code limit} tokens after every prompt, without the end. */
  List<List<Integer>> continuations(List<List<Integer>> prompts, int limit) {
    var texts = new ArrayList<List<Integer>>();
    prompts.forEach(prompt -> texts.add(new ArrayList<>(prompt)));
    var open = new ArrayList<>(texts);
    for (var i = 0; i < limit && !open.isEmpty(); i++) {
      var next = next(open);
      var stillOpen = new ArrayList<List<Integer>>();
      for (var t = 0; t < open.size(); t++) {
        if (next.get(t) != endId) {
          open.get(t).add(next.get(t));
          stillOpen.add(open.get(t));
        }
      }
      open = stillOpen;
    }
    var answers = new ArrayList<List<Integer>>();
    for (var t = 0; t < texts.size(); t++) {
      answers.add(texts.get(t).subList(prompts.get(t).size(), texts.get(t).size()));
    }
    return answers;
  }

  /**
   * Whether the greedy continuation of each prompt is exactly the proposed one with its end: one
   * pass says so, because every token is then the best after those before it.
   */
  List<Boolean> areGreedy(List<List<Integer>> prompts, List<List<Integer>> proposals) {
    var texts = new ArrayList<List<Integer>>();
    for (var t = 0; t < prompts.size(); t++) {
      var text = new ArrayList<>(prompts.get(t));
      text.addAll(proposals.get(t));
      texts.add(text);
    }
    var best = best(texts);
    var verdicts = new ArrayList<Boolean>();
    for (var t = 0; t < texts.size(); t++) {
      var expected = new ArrayList<>(proposals.get(t));
      expected.add(endId);
      var from = prompts.get(t).size() - 1;
      verdicts.add(best.get(t).subList(from, texts.get(t).size()).equals(expected));
    }
    return verdicts;
  }

  private List<Integer> next(List<List<Integer>> texts) {
    var best = best(texts);
    var next = new ArrayList<Integer>();
    for (var t = 0; t < texts.size(); t++) {
      next.add(best.get(t).get(texts.get(t).size() - 1));
    }
    return next;
  }

  /** The best token after every position. */
  private List<List<Integer>> best(List<List<Integer>> texts) {
    var width = texts.stream().mapToInt(List::size).max().orElseThrow();
    var ids = new long[texts.size()][width];
    for (var t = 0; t < texts.size(); t++) {
      for (var p = 0; p < texts.get(t).size(); p++) {
        ids[t][p] = texts.get(t).get(p);
      }
    }
    try (var scope = manager.newSubManager()) {
      var best = decoder.logits(scope.create(ids)).argMax(-1).toLongArray();
      var rows = new ArrayList<List<Integer>>();
      for (var t = 0; t < texts.size(); t++) {
        var row = new ArrayList<Integer>();
        for (var p = 0; p < width; p++) {
          row.add((int) best[t * width + p]);
        }
        rows.add(row);
      }
      return rows;
    }
  }
}
