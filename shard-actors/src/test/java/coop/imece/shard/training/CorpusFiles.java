package coop.imece.shard.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the embedded model's corpus stands. */
final class CorpusFiles {
  private static final Path FOLDER = Path.of("src/test/resources/corpus");
  private static final List<String> FACTS =
      List.of("smalltalk", "basics", "commands", "economy", "system", "more");

  private CorpusFiles() {}

  static List<Fact> facts() {
    var facts = new ArrayList<Fact>();
    FACTS.forEach(name -> facts.addAll(FactFile.parse(lines("facts-" + name + ".txt"))));
    return List.copyOf(facts);
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
