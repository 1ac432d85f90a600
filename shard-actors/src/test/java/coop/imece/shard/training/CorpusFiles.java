package coop.imece.shard.training;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the embedded model's corpus stands. */
final class CorpusFiles {
  private static final Path FOLDER = Path.of("src/test/resources/corpus");
  private static final List<String> FACTS =
      List.of("smalltalk", "basics", "commands", "economy", "system", "more");

  private CorpusFiles() {}

  static List<Fact> facts() {
    var more = moreWordings();
    var facts = new ArrayList<Fact>();
    for (var name : FACTS) {
      for (var fact : FactFile.parse(lines("facts-" + name + ".txt"))) {
        facts.add(fact.asked(more.getOrDefault(fact.id(), List.of())));
      }
    }
    return List.copyOf(facts);
  }

  /** From a fact to the wordings that stand apart from it. */
  private static Map<String, List<String>> moreWordings() {
    return lines("more-wordings.txt").stream()
        .map(line -> line.split(" \\| ", 2))
        .collect(groupingBy(cells -> cells[0], mapping(cells -> cells[1], toList())));
  }

  static Wording wording() {
    return Wording.parse(lines("wording.txt"));
  }

  static StoryGrammar stories() {
    return StoryGrammar.parse(lines("stories.txt"));
  }

  static OffTopic offTopic() {
    return OffTopic.parse(lines("offtopic.txt"));
  }

  /** The lines of a file that are neither blank nor comments. */
  static List<String> lines(String name) {
    try (var lines = Files.lines(FOLDER.resolve(name))) {
      return lines.filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
