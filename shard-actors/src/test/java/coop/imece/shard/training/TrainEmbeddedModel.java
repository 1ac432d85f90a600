package coop.imece.shard.training;

import coop.imece.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

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
    var layout = new ParameterLayout(EmbeddedShape.SHAPE);
    var random = new Random(seed);
    var initial = layout.initial(random, EmbeddedShape.SHAPE.layers());
    System.out.printf("%d parameters%n", initial.length);
    var writer = new ModelFolderWriter(folder, tokenizer, EmbeddedShape.SHAPE);
    writer.write(layout.shapes(), initial);
    var config = ModelFolder.open(folder).config();
    var format = new ChatFormat(tokenizer);
    try (var trainer = new Trainer(config, layout, initial, format, corpus, random)) {
      trainer.train(steps);
      writer.write(layout.shapes(), trainer.weights());
    }
  }
}
