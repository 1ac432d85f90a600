package coop.imece.shard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModuleArrowsTest {
  @Test
  void stages_know_neither_the_ledger_nor_programs_nor_text() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "coop.imece.ledger..",
            "coop.imece.node..",
            "coop.imece.gateway..",
            "ai.djl.huggingface..")
        .check(new ClassFileImporter().importPath(Path.of("target", "classes")));
  }
}
