package coop.imece.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.junit.jupiter.api.Test;

class ModuleArrowsTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void cluster_core_knows_no_other_module_and_no_tensors() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "coop.imece.ledger..",
            "coop.imece.shard..",
            "coop.imece.node..",
            "coop.imece.gateway..",
            "ai.djl..")
        .check(MODULE);
  }

  @Test
  void the_vocabulary_needs_nothing_but_java_and_jackson_s_annotations() {
    classes()
        .that()
        .resideInAPackage("coop.imece.core")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("coop.imece.core", "java..", "com.fasterxml.jackson.annotation..")
        .check(MODULE);
  }

  @Test
  void actors_live_in_packages_that_end_in_actor() {
    classes()
        .that()
        .areAssignableTo(ExtensibleBehavior.class)
        .should()
        .resideInAPackage("..actor")
        .allowEmptyShould(true)
        .check(MODULE);
  }
}
