package coop.imece.gateway.ledger.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Results on stdout, as text or as JSON; everything else on stderr. */
final class Console {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--json", description = "One JSON object (with watch: one a line).")
  private boolean json;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  boolean json() {
    return json;
  }

  void print(String line) {
    out().println(line);
    out().flush();
  }

  void print(Map<String, ?> object) {
    try {
      print(JSON.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts and numbers are JSON", e);
    }
  }

  void note(String line) {
    if (!quiet) {
      spec.commandLine().getErr().println(line);
      spec.commandLine().getErr().flush();
    }
  }

  ProgressBar progress(long total) {
    var err = quiet ? new PrintWriter(PrintWriter.nullWriter()) : spec.commandLine().getErr();
    return new ProgressBar(err, System.console() != null, total);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
