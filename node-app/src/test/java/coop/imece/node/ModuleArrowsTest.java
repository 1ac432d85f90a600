package coop.imece.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModuleArrowsTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void a_node_knows_neither_the_ledger_nor_the_gateway() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("coop.imece.ledger..", "coop.imece.gateway..")
        .check(MODULE);
  }

  @Test
  void tensors_are_touched_in_shard_actors_only() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl.pytorch..", "ai.djl.ndarray..", "ai.djl.engine..")
        .check(MODULE);
  }

  @Test
  void only_the_command_line_tokenizes() {
    noClasses()
        .that()
        .resideOutsideOfPackage("coop.imece.node.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl.huggingface..")
        .check(MODULE);
  }
}
