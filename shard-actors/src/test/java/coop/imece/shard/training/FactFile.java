package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads facts. {@code == id} begins one, {@code key:} its key string, {@code ?} a question, any
 * other line is the answer. Lines {@code : name/other name | value} make it a table of facts: in
 * each row {@code {1}} stands for the name (in questions for every other name in turn) and {@code
 * {2}} for the value. {@code #} is a comment.
 */
final class FactFile {
  private FactFile() {}

  static List<Fact> parse(List<String> lines) {
    var facts = new ArrayList<Fact>();
    var block = new ArrayList<String>();
    for (var line : lines) {
      if (line.startsWith("== ")) {
        facts.addAll(block(block));
        block.clear();
      }
      if (!line.isBlank() && !line.startsWith("#")) {
        block.add(line.strip());
      }
    }
    facts.addAll(block(block));
    return List.copyOf(facts);
  }

  private static List<Fact> block(List<String> block) {
    if (block.isEmpty()) {
      return List.of();
    }
    var id = block.get(0).substring(3);
    var key = "";
    var answer = "";
    var questions = new ArrayList<String>();
    var rows = new ArrayList<String>();
    for (var line : block.subList(1, block.size())) {
      if (line.startsWith("key: ")) {
        key = line.substring(5);
      } else if (line.startsWith("? ")) {
        questions.add(line.substring(2));
      } else if (line.startsWith(": ")) {
        rows.add(line.substring(2));
      } else {
        answer = line;
      }
    }
    if (rows.isEmpty()) {
      return List.of(new Fact(id, key, questions, answer));
    }
    var table = new ArrayList<Fact>();
    for (var row : rows) {
      table.add(row(new Fact(id, key, questions, answer), row));
    }
    return table;
  }

  private static Fact row(Fact table, String row) {
    var cells = row.split(" \\| ", 2);
    var names = cells[0].split("/");
    var spoken = names.length == 1 ? names : Arrays.copyOfRange(names, 1, names.length);
    var questions = new ArrayList<String>();
    for (var name : spoken) {
      table.questions().forEach(question -> questions.add(question.replace("{1}", name)));
    }
    return new Fact(
        table.id() + "/" + names[0],
        table.key().replace("{2}", cells[1]),
        questions,
        table.answer().replace("{1}", names[0]).replace("{2}", cells[1]));
  }
}
