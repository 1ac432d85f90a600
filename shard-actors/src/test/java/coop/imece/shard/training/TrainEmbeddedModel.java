package coop.imece.shard.training;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Trains imece-mini from its corpus and writes its folder. Arguments: steps, seed, folder; the
 * README of {@code conf/models/imece-mini} has the command.
 */
public final class TrainEmbeddedModel {
  private TrainEmbeddedModel() {}

  public static void main(String[] args) throws IOException {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    var steps = Integer.parseInt(args[0]);
    var seed = Long.parseLong(args[1]);
    var folder = Path.of(args[2]);

    var corpus = Corpus.load();
    var tokenizer = VocabularyTraining.train(corpus, EmbeddedShape.VOCABULARY, seed);
    System.out.printf("vocabulary of %d tokens%n", tokenizer.vocabulary().size());
    var config = EmbeddedShape.config(tokenizer.id(ChatFormat.BEGIN), tokenizer.id(ChatFormat.END));
    try (var trainer = new Trainer(config, new ChatFormat(tokenizer), corpus, seed)) {
      System.out.printf("%d parameters%n", trainer.layout().size());
      trainer.train(steps);
      new ModelFolderWriter(folder, tokenizer).write(trainer.layout().shapes(), trainer.weights());
    }
  }
}
