package coop.imece.shard.actor;

import coop.imece.core.HiddenStates;
import coop.imece.shard.decoder.Logits;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.decoder.SliceOutput;
import coop.imece.shard.decoder.SliceWork;
import coop.imece.shard.sampling.Sampler;
import coop.imece.shard.stage.BatchPlanner.Item;
import java.util.ArrayList;
import java.util.List;

/** What one call of the engine made of a batch; computed on the engine's own thread. */
record ComputedBatch(List<Result> results, long nanos) {

  /** Per item: hidden states for the next stage, a sampled token, nothing, or why it failed. */
  sealed interface Result {
    record States(Item item, HiddenStates states) implements Result {}

    record Sampled(Item item, int token) implements Result {}

    record Ran(Item item) implements Result {}

    record Failed(Item item, String detail) implements Result {}

    Item item();
  }

  static ComputedBatch run(Slice slice, List<Item> batch) {
    var started = System.nanoTime();
    var work = new ArrayList<SliceWork>(batch.size());
    for (var item : batch) {
      var session = item.session();
      var chunk = item.chunk();
      work.add(new SliceWork(session.cache(), chunk.start(), chunk.input(), session.wants(chunk)));
    }
    var results = new ArrayList<Result>(batch.size());
    try {
      var outputs = slice.forward(work);
      for (var i = 0; i < batch.size(); i++) {
        results.add(result(batch.get(i), outputs.get(i)));
      }
    } catch (RuntimeException e) {
      results.clear();
      batch.forEach(item -> results.add(new Result.Failed(item, e.toString())));
    }
    return new ComputedBatch(results, System.nanoTime() - started);
  }

  /** Whether every item was a single position. */
  boolean isDecodeStep() {
    return positions() == results.size();
  }

  int positions() {
    return results.stream().mapToInt(r -> r.item().chunk().input().positions()).sum();
  }

  private static Result result(Item item, SliceOutput output) {
    if (output instanceof SliceOutput.States states) {
      return new Result.States(item, states.states());
    } else if (output instanceof SliceOutput.Sampled sampled) {
      return sample(item, sampled.logits());
    } else if (output instanceof SliceOutput.Largest largest) {
      return largest(item, largest);
    } else if (output instanceof SliceOutput.Nothing) {
      return new Result.Ran(item);
    }
    throw new IllegalStateException("unknown slice output " + output.getClass());
  }

  private static Result largest(Item item, SliceOutput.Largest largest) {
    return Float.isNaN(largest.logit())
        ? new Result.Failed(item, Sampler.notNumber(largest.token()))
        : new Result.Sampled(item, largest.token());
  }

  private static Result sample(Item item, Logits logits) {
    var sampler = item.session().sampler().orElseThrow();
    try {
      return new Result.Sampled(item, sampler.sample(logits.array(), item.chunk().end()));
    } catch (IllegalStateException e) {
      return new Result.Failed(item, e.getMessage());
    }
  }
}
