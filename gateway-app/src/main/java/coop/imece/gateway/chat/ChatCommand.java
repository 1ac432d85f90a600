package coop.imece.gateway.chat;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imece chat}: a conversation with a cooperative in the terminal, or one question. */
@Command(
    footer = {
      "",
      "Without a QUESTION: a conversation. /reset forgets it, /exit or Ctrl-D ends it.",
      "When the input is no terminal, the question is read from it."
    })
public final class ChatCommand implements Callable<Integer> {
  @Parameters(paramLabel = "QUESTION", description = "One question; its answer ends the program.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:IMECE_URL:-http://127.0.0.1:8080}",
      description = "The gateway (default: $$IMECE_URL, or http://127.0.0.1:8080).")
  private URI url;

  @Option(
      names = "--model",
      paramLabel = "ID",
      description = "Which model answers (default: the first of the gateway).")
  private Optional<String> model = Optional.empty();

  @Option(names = "--system", paramLabel = "TEXT", description = "What the model is told first.")
  private Optional<String> system = Optional.empty();

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "0 for the likeliest words, up to 2 (default: the model's).")
  private Optional<Double> temperature = Optional.empty();

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Tokens of an answer at most (default: the gateway's).")
  private Optional<Integer> maxTokens = Optional.empty();

  @Option(
      names = "--json",
      description = "One JSON object for each answer, none of its text before.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    var client = new ChatClient(url);
    var chosen = model.orElseGet(client::firstModel);
    var conversation = new Conversation(chosen, system, temperature, maxTokens);
    var terminal = System.console() != null;
    var out = new PrintWriter(new PrintStream(System.out, true, encoding()), true);
    var chat = new Chat(client, conversation, terminal ? Printable::of : text -> text, out, json);
    if (!words.isEmpty()) {
      chat.ask(String.join(" ", words));
    } else if (terminal) {
      var in = new BufferedReader(new InputStreamReader(System.in, encoding()));
      chat.converse(in, new PrintWriter(System.err, true));
    } else {
      chat.ask(question(System.in.readAllBytes()));
    }
    return ExitCode.DONE;
  }

  private static String question(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "no question: the input is empty");
    }
    return text;
  }

  /** The terminal's own; UTF-8 where the output is a file or pipe. */
  private static Charset encoding() {
    return System.console() == null ? StandardCharsets.UTF_8 : System.console().charset();
  }
}
