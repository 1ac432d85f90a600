package coop.imece.node.measure;

import coop.imece.core.Flops;
import coop.imece.core.Precision;
import coop.imece.core.StageInput;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.shard.decoder.KvCache;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.decoder.SliceOutput;
import coop.imece.shard.decoder.SliceWork;
import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.shard.engine.ComputeDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a pipeline is compared with: the same slices in one process, one behind the other on one
 * thread, without actors and network, sampling greedily.
 */
public final class BareLoop implements AutoCloseable {
  private static final int CHUNK = 128;

  private final List<Slice> slices;
  private final int prompt;
  private final int tokens;

  /** Of each session, one for each slice. */
  private final List<List<KvCache>> sessions = new ArrayList<>();

  private BareLoop(List<Slice> slices, int prompt, int tokens) {
    this.slices = slices;
    this.prompt = prompt;
    this.tokens = tokens;
  }

  /**
   * Loads a whole model.
   *
   * @param device that all of it is computed on
   * @param parts how many slices it is cut into
   * @param prompt positions that every session starts with
   * @param tokens sampled behind them
   */
  public static BareLoop load(
      ModelFolder folder,
      Precision precision,
      ComputeDevice device,
      int parts,
      int prompt,
      int tokens) {
    var slices = new ArrayList<Slice>();
    for (var layers : Flops.balanced(folder.config().shape(), parts)) {
      var slice = Slice.load(folder, layers, precision, device);
      while (slice.packNext()) {
        // until all its weights lie as the kernels stream them fastest
      }
      slices.add(slice);
    }
    return new BareLoop(slices, prompt, tokens);
  }

  /** How the products are computed. */
  public String kernels() {
    return slices.get(0).kernels();
  }

  /** Tokens a second of one prompt, up to the logits behind its last position. */
  public double prefill() {
    open(1);
    var one = sessions.subList(0, 1);
    truncate(one, 0);
    var started = System.nanoTime();
    prefill(one);
    return perSecond(prompt, started);
  }

  /** Tokens a second of so many sessions together, from the first sampled token to the last. */
  public double decode(int count) {
    open(count);
    var batch = sessions.subList(0, count);
    truncate(batch, prompt);
    for (var session : batch) {
      if (session.get(0).positions() < prompt) {
        prefill(List.of(session));
      }
    }
    var steps = tokens - 1;
    var started = System.nanoTime();
    for (var step = 0; step < steps; step++) {
      run(batch, 1, Wanted.LARGEST);
    }
    return perSecond((long) steps * count, started);
  }

  private void open(int count) {
    while (sessions.size() < count) {
      sessions.add(slices.stream().map(slice -> slice.openCache(prompt + tokens)).toList());
    }
  }

  private static void truncate(List<List<KvCache>> sessions, int end) {
    for (var caches : sessions) {
      caches.forEach(cache -> cache.truncate(Math.min(end, cache.positions())));
    }
  }

  private void prefill(List<List<KvCache>> sessions) {
    for (var at = 0; at < prompt; at += CHUNK) {
      var count = Math.min(CHUNK, prompt - at);
      run(sessions, count, at + count == prompt ? Wanted.LARGEST : Wanted.NOTHING);
    }
  }

  private void run(List<List<KvCache>> sessions, int positions, Wanted wanted) {
    var inputs = new ArrayList<StageInput>();
    for (var caches : sessions) {
      inputs.add(ids(caches.get(0).positions(), positions));
    }
    for (var part = 0; part < slices.size(); part++) {
      var batch = new ArrayList<SliceWork>();
      for (var i = 0; i < sessions.size(); i++) {
        var cache = sessions.get(i).get(part);
        batch.add(new SliceWork(cache, cache.positions(), inputs.get(i), wanted));
      }
      var outputs = slices.get(part).forward(batch);
      for (var i = 0; i < outputs.size(); i++) {
        if (outputs.get(i) instanceof SliceOutput.States states) {
          inputs.set(i, states.states());
        }
      }
    }
  }

  private TokenIds ids(int start, int count) {
    var vocabulary = slices.get(0).config().shape().vocabulary();
    return TokenIds.own(
        IntStream.range(start, start + count).map(i -> 31 * i % vocabulary).toArray());
  }

  private static double perSecond(long count, long startedNanos) {
    return count * 1e9 / (System.nanoTime() - startedNanos);
  }

  @Override
  public void close() {
    sessions.forEach(caches -> caches.forEach(KvCache::close));
    slices.forEach(Slice::close);
  }
}
