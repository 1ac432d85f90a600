package coop.imece.cli;

import coop.imece.cluster.ClusterStartException;
import coop.imece.cluster.config.ConfigException;
import coop.imece.cluster.config.Nearest;
import coop.imece.cluster.tls.TlsException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a user reads on stderr when a verb does not do its work: one line, except for a bug. */
final class Failures {
  private Failures() {}

  static int usage(ParameterException e, String[] args) {
    var line = e.getCommandLine();
    var verb = line.getCommandSpec().qualifiedName();
    print(line, "%s: %s".formatted(verb, message(e)));
    print(line, "Try '%s --help'.".formatted(verb));
    return ExitCode.USAGE;
  }

  static int execution(Exception e, CommandLine line, ParseResult parsed) throws Exception {
    var verb = line.getCommandSpec().qualifiedName();
    if (e instanceof CommandFailure failure) {
      print(line, "%s: %s".formatted(verb, failure.getMessage()));
      return failure.exitCode();
    }
    if (e instanceof ConfigException || e instanceof TlsException) {
      print(line, "%s: %s".formatted(verb, e.getMessage()));
      return ExitCode.BAD_CONFIG;
    }
    if (e instanceof ClusterStartException) {
      print(line, "%s: %s".formatted(verb, e.getMessage()));
      return ExitCode.FAILED;
    }
    throw e;
  }

  private static String message(ParameterException e) {
    var line = e.getCommandLine();
    if (line.getParent() == null && e instanceof UnmatchedArgumentException unmatched) {
      var word = unmatched.getUnmatched().get(0);
      var verbs = Arrays.stream(Verb.values()).map(Verb::word).toList();
      return "no verb or option '%s'%s"
          .formatted(
              word, Nearest.to(word, verbs).map("; did you mean '%s'?"::formatted).orElse(""));
    }
    return e.getMessage();
  }

  private static void print(CommandLine line, String text) {
    line.getErr().println(text);
    line.getErr().flush();
  }
}
