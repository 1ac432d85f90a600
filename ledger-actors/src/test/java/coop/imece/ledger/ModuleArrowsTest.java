package coop.imece.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModuleArrowsTest {
  @Test
  void the_ledger_knows_neither_stages_nor_programs_nor_tensors() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "coop.imece.shard..", "coop.imece.node..", "coop.imece.gateway..", "ai.djl..")
        .allowEmptyShould(true)
        .check(new ClassFileImporter().importPath(Path.of("target", "classes")));
  }
}
