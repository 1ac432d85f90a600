package coop.imece.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The command line of one module: its own verbs, and the help that lists those of all modules. */
public final class ImeceCommandLine {
  private ImeceCommandLine() {}

  /**
   * Runs one verb.
   *
   * @param commands the module's verbs and the picocli commands that do them
   * @return the exit code
   */
  public static int run(Map<Verb, Object> commands, String... args) {
    return create(commands).execute(args);
  }

  public static CommandLine create(Map<Verb, Object> commands) {
    var root =
        CommandSpec.create()
            .name("imece")
            .mixinStandardHelpOptions(true)
            .versionProvider(new Version());
    root.usageMessage()
        .description("A cooperative of computers that run language models together.")
        .synopsisSubcommandLabel("VERB");
    commands.forEach((verb, command) -> root.addSubcommand(verb.word(), command(verb, command)));
    describeExitCodes(root);
    var line = new CommandLine(root);
    line.getHelpSectionMap()
        .put(SECTION_KEY_COMMAND_LIST_HEADING, help -> "%nVerbs:%n".formatted());
    line.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, ImeceCommandLine::allVerbs);
    if ("dumb".equals(System.getenv("TERM"))) {
      line.setColorScheme(Help.defaultColorScheme(Ansi.OFF));
    }
    return line.setExpandAtFiles(false)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(Failures::execution);
  }

  private static CommandSpec command(Verb verb, Object command) {
    var spec =
        command instanceof CommandSpec given ? given : CommandSpec.forAnnotatedObject(command);
    spec.mixinStandardHelpOptions(true);
    spec.usageMessage().description(verb.summary()).hidden(verb.summary().isEmpty());
    describeExitCodes(spec);
    spec.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .forEach(
            inner -> {
              if (!(inner.userObject() instanceof Method)) {
                inner.mixinStandardHelpOptions(true); // a method's own annotation must ask for it
              }
              describeExitCodes(inner);
            });
    return spec;
  }

  private static void describeExitCodes(CommandSpec spec) {
    spec.usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(new LinkedHashMap<>(ExitCode.table()));
  }

  private static String allVerbs(Help help) {
    var table = help.createTextTable(Map.of());
    Verb.listed().forEach(verb -> table.addRowValues(verb.word(), verb.summary()));
    return table.toString();
  }
}
