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
        report(model, HeldOut.load());
        report(model, HeldOut.loadLate());
      }
      for (var question : List.of(args).subList(1, args.length)) {
        System.out.printf("%s%n    %s%n", question, model.answer(question));
      }
    }
  }

  private static void report(EmbeddedModel model, List<HeldOut> asked) {
    var wrong = wrongAnswers(model, asked);
    wrong.forEach(System.out::println);
    System.out.printf("%d of %d right%n", asked.size() - wrong.size(), asked.size());
  }

  /** A line for every question whose greedy answer lacks the fact's key string. */
  static List<String> wrongAnswers(EmbeddedModel model, List<HeldOut> asked) {
    var facts = CorpusFiles.facts().stream().collect(Collectors.toMap(Fact::id, fact -> fact));
    var answers =
        model.answers(
            asked.stream().map(HeldOut::question).toList(),
            asked.stream().map(held -> facts.get(held.factId()).answer()).toList());
    return wrong(asked, answers);
  }

  /** The same for answers that were given elsewhere, in the order of the questions. */
  static List<String> wrong(List<HeldOut> asked, List<String> answers) {
    var facts = CorpusFiles.facts().stream().collect(Collectors.toMap(Fact::id, fact -> fact));
    var wrong = new ArrayList<String>();
    for (var i = 0; i < answers.size(); i++) {
      var fact = facts.get(asked.get(i).factId());
      if (!fact.isAnsweredBy(answers.get(i))) {
        wrong.add("%s: %s -> %s".formatted(fact.id(), asked.get(i).question(), answers.get(i)));
      }
    }
    return wrong;
  }
}
