package coop.imece.shard.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import coop.imece.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Trains the embedded model: two workers share every batch, one optimizer step sums them up. */
final class Trainer implements AutoCloseable {
  private static final int POOL_TEXTS = 2_000;
  private static final int BATCH_TOKENS = 2_048;
  private static final double PEAK_LEARNING_RATE = 3e-3;
  private static final double WARM_UP_SHARE = 0.03;
  private static final double NOISE_SHARE = 0.06;

  private final NDManager manager = NDManager.newBaseManager();
  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final ModelConfig config;
  private final ChatFormat format;
  private final Corpus corpus;
  private final Random random;
  private final ParameterLayout layout;
  private final NDArray weights;
  private final AdamW optimizer;
  private final List<TextBatch> waiting = new ArrayList<>();

  Trainer(ModelConfig config, ChatFormat format, Corpus corpus, long seed) {
    this.config = config;
    this.format = format;
    this.corpus = corpus;
    this.random = new Random(seed);
    this.layout = new ParameterLayout(config.shape());
    this.weights = manager.create(layout.initial(random, config.shape().layers()));
    this.optimizer = new AdamW(weights, manager.create(layout.decayed()));
  }

  ParameterLayout layout() {
    return layout;
  }

  float[] weights() {
    return weights.toFloatArray();
  }

  void train(int steps) {
    var start = System.nanoTime();
    var tokens = 0L;
    var loss = 0.0;
    for (var step = 0; step < steps; step++) {
      var batch = next();
      tokens += batch.texts().stream().mapToInt(TrainingText::size).sum();
      loss += step(batch, learningRate((double) step / steps));
      if ((step + 1) % 100 == 0) {
        var seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "step %d of %d, loss %.4f, %.0f s, %.0f tokens/s%n",
            step + 1, steps, loss / 100, seconds, tokens / seconds);
        loss = 0;
      }
    }
  }

  @Override
  public void close() {
    workers.shutdown();
    manager.close();
  }

  private double step(TextBatch batch, double learningRate) {
    var divisor = batch.learnedTokens();
    var halves =
        List.of(0, 1).stream()
            .map(
                first ->
                    CompletableFuture.supplyAsync(
                        () ->
                            new GradientWorker(config, layout)
                                .run(weights, batch.everyOther(first), divisor),
                        workers))
            .toList();
    var left = halves.get(0).join();
    var right = halves.get(1).join();
    optimizer.step(left.gradient().addi(right.gradient()), learningRate);
    right.gradient().close();
    return left.loss() + right.loss();
  }

  private TextBatch next() {
    if (waiting.isEmpty()) {
      var texts = new ArrayList<TrainingText>();
      for (var i = 0; i < POOL_TEXTS; i++) {
        var text = format.encode(corpus.draw(random));
        text.disturb(NOISE_SHARE, ChatFormat.SPECIALS.size(), config.shape().vocabulary(), random);
        texts.add(text);
      }
      waiting.addAll(TextBatch.pack(texts, BATCH_TOKENS, random));
    }
    return waiting.remove(waiting.size() - 1);
  }

  /** Linear warm-up, then half a cosine to 0. */
  private static double learningRate(double progress) {
    return progress < WARM_UP_SHARE
        ? PEAK_LEARNING_RATE * progress / WARM_UP_SHARE
        : PEAK_LEARNING_RATE
            * 0.5
            * (1 + Math.cos(Math.PI * (progress - WARM_UP_SHARE) / (1 - WARM_UP_SHARE)));
  }
}
