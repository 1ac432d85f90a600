package coop.imece.shard.decoder;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.core.StageInput;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.shard.engine.ComputeDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All slices of a model in this process, called one after the other. */
final class LocalPipeline implements AutoCloseable {
  private final List<Slice> slices;

  LocalPipeline(ModelFolder folder, List<LayerRange> split, Precision precision) {
    this(folder, split, precision, Slice.defaultCache());
  }

  LocalPipeline(ModelFolder folder, List<LayerRange> split, Precision precision, Path packed) {
    this(folder, split, precision, ComputeDevice.CPU, packed);
  }

  LocalPipeline(
      ModelFolder folder,
      List<LayerRange> split,
      Precision precision,
      ComputeDevice device,
      Path packed) {
    this.slices =
        split.stream().map(range -> Slice.load(folder, range, precision, device, packed)).toList();
  }

  static LocalPipeline whole(ModelFolder folder, Precision precision) {
    return new LocalPipeline(folder, List.of(folder.config().shape().allLayers()), precision);
  }

  /** Behind the last position of a prompt that a whole model runs at once. */
  static Logits logits(Slice slice, TokenIds prompt) {
    try (var cache = slice.openCache(prompt.size())) {
      var output =
          slice.forward(List.of(new SliceWork(cache, 0, prompt, SliceWork.Wanted.LOGITS))).get(0);
      return ((SliceOutput.Sampled) output).logits();
    }
  }

  Session open() {
    return new Session(slices.stream().map(slice -> slice.openCache(512)).toList());
  }

  /** A session's caches, one per slice. */
  record Session(List<KvCache> caches) implements AutoCloseable {
    int positions() {
      return caches.get(0).positions();
    }

    void truncate(int positions) {
      caches.forEach(cache -> cache.truncate(positions));
    }

    @Override
    public void close() {
      caches.forEach(KvCache::close);
    }
  }

  /** The next ids of one session. */
  record Part(Session session, TokenIds ids) {}

  /** One step of all slices for a batch; the logits of each part's last row. */
  List<Logits> forward(List<Part> batch) {
    var inputs = new ArrayList<StageInput>();
    batch.forEach(part -> inputs.add(part.ids()));
    for (int stage = 0; ; stage++) {
      var work = new ArrayList<SliceWork>();
      for (int i = 0; i < batch.size(); i++) {
        var cache = batch.get(i).session().caches().get(stage);
        work.add(new SliceWork(cache, cache.positions(), inputs.get(i), SliceWork.Wanted.LOGITS));
      }
      var outputs = slices.get(stage).forward(work);
      if (stage == slices.size() - 1) {
        return outputs.stream().map(out -> ((SliceOutput.Sampled) out).logits()).toList();
      }
      for (int i = 0; i < outputs.size(); i++) {
        inputs.set(i, ((SliceOutput.States) outputs.get(i)).states());
      }
    }
  }

  Logits forward(Session session, TokenIds ids) {
    return forward(List.of(new Part(session, ids))).get(0);
  }

  /**
   * The greedy continuation of a prompt, fed in chunks of the given sizes, then whatever is left.
   */
  Generated greedy(TokenIds prompt, int count, int... chunks) {
    try (var session = open()) {
      var at = 0;
      Logits logits = null;
      for (int chunk : chunks) {
        var end = Math.min(prompt.size(), at + chunk);
        if (at < end) {
          logits = forward(session, prompt.slice(at, end));
          at = end;
        }
      }
      if (at < prompt.size()) {
        logits = forward(session, prompt.slice(at, prompt.size()));
      }
      var lastPrompt = logits;
      var ids = new ArrayList<Integer>();
      for (int i = 0; i < count; i++) {
        ids.add(best(logits));
        if (i < count - 1) {
          logits = forward(session, TokenIds.of(ids.get(i)));
        }
      }
      return new Generated(
          TokenIds.own(ids.stream().mapToInt(Integer::intValue).toArray()), lastPrompt, logits);
    }
  }

  /** What a greedy generation gave, with the logits of the last prompt position and last step. */
  record Generated(TokenIds ids, Logits lastPrompt, Logits lastStep) {}

  static int best(Logits logits) {
    var best = 0;
    for (int i = 1; i < logits.vocabulary(); i++) {
      if (logits.get(i) > logits.get(best)) {
        best = i;
      }
    }
    return best;
  }

  /** The largest absolute difference. */
  static double distance(Logits a, Logits b) {
    var largest = 0.0;
    for (int i = 0; i < a.vocabulary(); i++) {
      largest = Math.max(largest, Math.abs((double) a.get(i) - b.get(i)));
    }
    return largest;
  }

  @Override
  public void close() {
    slices.forEach(Slice::close);
  }
}
