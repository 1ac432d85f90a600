package coop.imece.shard.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints how a model folder does on the held-out questions, and what it says to others. */
public final class EvaluateEmbeddedModel {
  private EvaluateEmbeddedModel() {}

  /** Arguments: the folder, then any questions of one's own. */
  public static void main(String[] args) throws IOException {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    try (var model = EmbeddedModel.open(Path.of(args[0]))) {
      if (args.length == 1) {
        var wrong = wrongAnswers(model);
        wrong.forEach(System.out::println);
        System.out.printf("%d of %d wrong%n", wrong.size(), HeldOut.load().size());
      }
      for (var question : List.of(args).subList(1, args.length)) {
        System.out.printf("%s%n    %s%n", question, model.answer(question));
      }
    }
  }

  /** A line for every held-out question whose greedy answer lacks the fact's key string. */
  static List<String> wrongAnswers(EmbeddedModel model) {
    var facts = CorpusFiles.facts().stream().collect(Collectors.toMap(Fact::id, fact -> fact));
    var heldOut = HeldOut.load();
    var answers =
        model.answers(
            heldOut.stream().map(HeldOut::question).toList(),
            heldOut.stream().map(asked -> facts.get(asked.factId()).answer()).toList());
    var wrong = new ArrayList<String>();
    for (var i = 0; i < answers.size(); i++) {
      var fact = facts.get(heldOut.get(i).factId());
      if (!fact.isAnsweredBy(answers.get(i))) {
        wrong.add("%s: %s -> %s".formatted(fact.id(), heldOut.get(i).question(), answers.get(i)));
      }
    }
    return wrong;
  }
}
