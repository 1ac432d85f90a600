package coop.imece.node.check;

import coop.imece.core.TokenIds;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.decoder.SliceOutput;
import coop.imece.shard.decoder.SliceWork;
import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.shard.sampling.Sampler;
import coop.imece.stage.SamplingParameters;
import java.util.ArrayList;
import java.util.List;

/**
 * A greedy continuation by one process, with the logits that another implementation can be compared
 * by.
 *
 * @param greedyIds sampled ids, the end-of-sequence id included
 * @param logitsLastPrompt one per vocabulary item, behind the prompt's last token
 * @param logitsLastStep the same for the last id that was sampled
 */
public record GreedyRun(
    List<Integer> greedyIds, List<Float> logitsLastPrompt, List<Float> logitsLastStep) {

  /**
   * @param slice all layers of the model
   */
  public static GreedyRun of(Slice slice, TokenIds prompt, int tokens) {
    var config = slice.config();
    var positions = prompt.size() + tokens - 1;
    if (prompt.size() == 0 || positions > config.maxPositions()) {
      throw new IllegalArgumentException(
          "the prompt must have 1 or more tokens and, with those to sample, at most %d positions, was %d and %d"
              .formatted(config.maxPositions(), prompt.size(), tokens));
    }
    var sampler = new Sampler(SamplingParameters.greedy(), prompt, prompt.size());
    var ids = new ArrayList<Integer>();
    try (var cache = slice.openCache(positions)) {
      var logits = logits(slice, new SliceWork(cache, 0, prompt, Wanted.LOGITS));
      var behindPrompt = boxed(logits);
      while (true) {
        var id = sampler.sample(logits, prompt.size() + ids.size());
        ids.add(id);
        if (ids.size() == tokens || config.endIds().contains(id)) {
          return new GreedyRun(List.copyOf(ids), behindPrompt, boxed(logits));
        }
        logits =
            logits(slice, new SliceWork(cache, cache.positions(), TokenIds.of(id), Wanted.LOGITS));
      }
    }
  }

  private static float[] logits(Slice slice, SliceWork work) {
    return ((SliceOutput.Sampled) slice.forward(List.of(work)).get(0)).logits().array();
  }

  private static List<Float> boxed(float[] logits) {
    var list = new ArrayList<Float>(logits.length);
    for (var logit : logits) {
      list.add(logit);
    }
    return list;
  }
}
