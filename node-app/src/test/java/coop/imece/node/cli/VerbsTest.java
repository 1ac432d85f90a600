package coop.imece.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.cli.Verb;
import coop.imece.cli.Verb.Owner;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VerbsTest {
  @Test
  void the_main_class_is_the_one_that_the_scripts_start() {
    assertEquals(Owner.NODE_APP.mainClass(), ImeceNode.class.getName());
  }

  @Test
  void this_program_has_every_verb_that_is_its_own() {
    var own =
        Arrays.stream(Verb.values())
            .filter(verb -> verb.owner() == Owner.NODE_APP)
            .collect(Collectors.toSet());
    assertEquals(own, ImeceNode.commands().keySet());
  }
}
