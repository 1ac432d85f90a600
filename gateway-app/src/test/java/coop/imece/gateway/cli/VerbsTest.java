package coop.imece.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.cli.Verb;
import coop.imece.cli.Verb.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VerbsTest {
  private static final Path SCRIPTS = Path.of("src", "main", "dist", "bin");

  @Test
  void the_main_class_is_the_one_that_the_scripts_start() {
    assertEquals(Owner.GATEWAY_APP.mainClass(), ImeceGateway.class.getName());
  }

  @Test
  void this_program_has_every_verb_that_is_its_own() {
    var own =
        Arrays.stream(Verb.values())
            .filter(verb -> verb.owner() == Owner.GATEWAY_APP)
            .collect(Collectors.toSet());
    assertEquals(own, ImeceGateway.commands().keySet());
  }

  @Test
  void both_scripts_send_the_nodes_verbs_to_the_nodes_program_and_no_other() throws IOException {
    var shell = verbs("imece", "^ *([a-z|]+)\\) main=" + Owner.NODE_APP.mainClass());
    var windows = verbs("imece.cmd", "in \\(([a-z ]+)\\) do .*MAIN=" + Owner.NODE_APP.mainClass());
    for (var verb : Verb.values()) {
      var ofNode = verb.owner() == Owner.NODE_APP;
      assertEquals(ofNode, shell.contains(verb.word()), "imece: " + verb);
      assertEquals(ofNode, windows.contains(verb.word()), "imece.cmd: " + verb);
    }
    assertTrue(Files.readString(SCRIPTS.resolve("imece")).contains(Owner.GATEWAY_APP.mainClass()));
  }

  private static List<String> verbs(String script, String pattern) throws IOException {
    var matcher =
        Pattern.compile(pattern, Pattern.MULTILINE)
            .matcher(Files.readString(SCRIPTS.resolve(script)));
    assertTrue(matcher.find(), script);
    return Arrays.asList(matcher.group(1).split("[| ]"));
  }
}
