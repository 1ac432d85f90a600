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
  private static final int BATCH_TOKENS = 1_280;
  private static final double PEAK_LEARNING_RATE = 3e-3;
  private static final double WARM_UP_SHARE = 0.03;
  private static final double NOISE_SHARE = 0.03;
  private static final double CUT_SHARE = 0.75;
  private static final int SHORTEST_STORY = 75;
  private static final int SHORTEST_CUT = 4;
  private static final int LONGEST_CUT = 14;

  private final NDManager manager = NDManager.newBaseManager();
  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final ModelConfig config;
  private final ChatFormat format;
  private final Corpus corpus;
  private final Random random;
  private final ParameterLayout layout;
  private final NDArray weights;
  private final AdamW optimizer;
  private final LossProgram loss;
  private final GradientWorker worker;
  private final List<TextBatch> waiting = new ArrayList<>();

  /**
   * A trainer of given weights.
   *
   * @param random draws conversations and batches
   */
  Trainer(
      ModelConfig config,
      ParameterLayout layout,
      float[] initial,
      ChatFormat format,
      Corpus corpus,
      Random random) {
    this.config = config;
    this.layout = layout;
    this.weights = manager.create(initial);
    this.optimizer = new AdamW(weights, manager.create(layout.decayed()));
    this.loss = new LossProgram(config, layout.names());
    this.worker = new GradientWorker(loss, layout);
    this.format = format;
    this.corpus = corpus;
    this.random = random;
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
    loss.close();
    manager.close();
  }

  private double step(TextBatch batch, double learningRate) {
    var divisor = batch.learnedTokens();
    var halves =
        List.of(0, 1).stream()
            .map(
                first ->
                    CompletableFuture.supplyAsync(
                        () -> worker.run(weights, batch.everyOther(first), divisor), workers))
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
        texts.add(text());
      }
      waiting.addAll(TextBatch.pack(texts, BATCH_TOKENS, random));
    }
    return waiting.remove(waiting.size() - 1);
  }

  /**
   * Which fact answers a question is decided in the first tokens of the answer, so most texts end
   * there; stories stay whole.
   */
  private TrainingText text() {
    var text = format.encode(corpus.draw(random));
    text.disturb(NOISE_SHARE, ChatFormat.SPECIALS.size(), config.shape().vocabulary(), random);
    if (text.lastAnswerTokens() < SHORTEST_STORY && random.nextDouble() < CUT_SHARE) {
      text.cutLastAnswer(SHORTEST_CUT + random.nextInt(LONGEST_CUT - SHORTEST_CUT));
    }
    return text;
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
