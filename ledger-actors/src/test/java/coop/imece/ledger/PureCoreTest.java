package coop.imece.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
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
  void no_double_stands_in_the_ledger() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "coop.imece.ledger", "coop.imece.ledger.event", "coop.imece.ledger.command")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("double")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Double")
        .check(new ClassFileImporter().importPath(Path.of("target", "classes")));
  }
}
