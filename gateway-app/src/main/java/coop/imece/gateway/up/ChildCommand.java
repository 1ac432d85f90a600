package coop.imece.gateway.up;

import coop.imece.cli.Installation;
import coop.imece.cli.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of another process of the same installation, as the launch script makes it. */
public final class ChildCommand {
  private static final String JAVA_OPTIONS = "IMECE_JAVA_OPTS";

  private ChildCommand() {}

  public static List<String> of(Installation installation, Verb verb, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + optionsFile(installation, verb));
    var more = System.getenv().getOrDefault(JAVA_OPTIONS, "").trim();
    if (!more.isEmpty()) {
      command.addAll(List.of(more.split("\\s+")));
    }
    command.add("-D%s=%s".formatted(Installation.PROPERTY, installation.home()));
    command.add("-cp");
    command.add(installation.lib().resolve("*").toString());
    command.add(verb.owner().mainClass());
    command.add(verb.word());
    command.addAll(arguments);
    return List.copyOf(command);
  }

  private static Path optionsFile(Installation installation, Verb verb) {
    var folder = installation.conf().resolve("jvm");
    var own = folder.resolve(verb.word() + ".options");
    return Files.exists(own) ? own : folder.resolve("command.options");
  }
}
