package coop.imece.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModuleArrowsTest {
  @Test
  void the_gateway_knows_neither_slices_nor_nodes_nor_tensors() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "coop.imece.shard..",
            "coop.imece.node..",
            "ai.djl.pytorch..",
            "ai.djl.ndarray..",
            "ai.djl.engine..")
        .check(new ClassFileImporter().importPath(Path.of("target", "classes")));
  }
}
