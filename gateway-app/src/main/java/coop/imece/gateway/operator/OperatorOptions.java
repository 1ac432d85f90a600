package coop.imece.gateway.operator;

import com.fasterxml.jackson.databind.JsonNode;
import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.cli.Folders;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which gateway the operator speaks to, and by what it knows the operator. */
final class OperatorOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:IMECE_URL:-http://127.0.0.1:8080}",
      description = "The gateway (default: $$IMECE_URL, or http://127.0.0.1:8080).")
  private URI url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "operator.token in the gateway's data folder (default: that of the gateway, or of 'imece"
              + " up', that was started last).")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  boolean json() {
    return json;
  }

  OperatorClient client() {
    return new OperatorClient(url, token(tokenFile.or(OperatorOptions::latest)));
  }

  /** One node, after what was decided about it. */
  void print(CommandSpec spec, JsonNode node) {
    var out = spec.commandLine().getOut();
    out.println(
        json ? node : "%s is %s".formatted(node.path("id").asText(), node.path("state").asText()));
    out.flush();
  }

  private static String token(Optional<Path> file) {
    if (file.isEmpty()) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "no gateway of this user has run on this machine; if its data lies elsewhere, name the"
              + " file with --token-file");
    }
    try {
      return OperatorToken.read(file.get());
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.REFUSED, "can't read the operator's token: " + e.getMessage());
    }
  }

  private static Optional<Path> latest() {
    var data = Folders.ofUser().data();
    return Stream.of(data.resolve("gateway"), data.resolve("local").resolve("gateway"))
        .map(folder -> folder.resolve(OperatorToken.FILE))
        .filter(Files::exists)
        .max(Comparator.comparing(file -> file.toFile().lastModified()));
  }
}
