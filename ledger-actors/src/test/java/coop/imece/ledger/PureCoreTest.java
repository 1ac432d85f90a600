package coop.imece.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PureCoreTest {
  @Test
  void accounts_and_rules_know_no_actor_no_clock_no_file_and_no_database() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "coop.imece.ledger", "coop.imece.ledger.event", "coop.imece.ledger.command")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.pekko..",
            "scala..",
            "java.sql..",
            "java.nio.file..",
            "java.net..",
            "java.time..",
            "coop.imece.ledger.actor..",
            "coop.imece.ledger.journal..")
        .check(new ClassFileImporter().importPath(Path.of("target", "classes")));
  }

  @Test
  void no_binary_floating_point_stands_in_the_ledger() throws IOException {
    var core = Path.of("src", "main", "java", "coop", "imece", "ledger");
    for (var folder : List.of(core, core.resolve("event"), core.resolve("command"))) {
      try (var files = Files.list(folder)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          var words = new HashSet<>(List.of(Files.readString(file).split("\\W+")));
          for (var word : List.of("double", "float", "Double", "Float", "doubleValue")) {
            assertFalse(words.contains(word), file + " has the word " + word);
          }
        }
      }
    }
  }
}
