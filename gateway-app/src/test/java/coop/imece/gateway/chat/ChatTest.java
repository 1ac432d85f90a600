package coop.imece.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.gateway.ScriptedGeneration;
import coop.imece.gateway.TestGateway;
import coop.imece.gateway.generation.GenerationEvent;
import coop.imece.gateway.generation.GenerationRequest;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The terminal's side against a real gateway whose model repeats what it was told. */
class ChatTest {
  private static TestGateway gateway;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Conversation conversation;

  @BeforeAll
  static void start() {
    gateway = new TestGateway(new ScriptedGeneration(ChatTest::repeat).behavior(), "");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static List<GenerationEvent> repeat(GenerationRequest request) {
    var prompt = new StringBuilder();
    request.prompt().stream().forEach(id -> prompt.append((char) id));
    if (prompt.toString().contains("no route")) {
      return List.of(
          new GenerationEvent.Failed(GenerationEvent.Failure.NO_ROUTE, "no pipeline is complete"));
    }
    if (prompt.toString().contains("break")) {
      var events = ScriptedGeneration.begins("half");
      events.add(new GenerationEvent.Failed(GenerationEvent.Failure.INTERNAL, "it broke"));
      return events;
    }
    return ScriptedGeneration.says(request, prompt.toString().replace('\n', '|'));
  }

  @BeforeEach
  void converse() {
    conversation =
        new Conversation(
            TestGateway.MODEL, Optional.of("be kind"), Optional.of(0.0), Optional.of(300));
  }

  private Chat chat(boolean json) {
    return new Chat(
        new ChatClient(gateway.url("/v1/")),
        conversation,
        Printable::of,
        new PrintWriter(out, true),
        json);
  }

  @Test
  void the_first_listed_model_is_the_default() {
    assertEquals(TestGateway.MODEL, new ChatClient(gateway.url("")).firstModel());
  }

  @Test
  void an_answer_is_printed_and_remembered() {
    var chat = chat(false);
    chat.ask("hi");
    assertEquals("system:be kind|user:hi|assistant:\n", out.toString());
    chat.ask("more");
    assertTrue(
        out.toString()
            .endsWith(
                "system:be kind|user:hi|assistant:system:be kind|user:hi|assistant:|user:more|assistant:\n"),
        out.toString());
  }

  @Test
  void reset_forgets_all_but_the_system_text_and_exit_ends() throws Exception {
    var typed = "hi\n\n/reset\n/dance\nagain\n/exit\nnever\n";
    chat(false).converse(new BufferedReader(new StringReader(typed)), new PrintWriter(err, true));
    assertEquals(
        "system:be kind|user:hi|assistant:\nsystem:be kind|user:again|assistant:\n",
        out.toString());
    assertEquals(
        "org/letters  (/reset forgets, /exit ends)\n"
            + "> > > > unknown command /dance; there are /reset and /exit\n> > ",
        err.toString());
  }

  @Test
  void a_failed_answer_is_one_line_and_the_conversation_goes_on() throws Exception {
    var typed = "no route\nhi\n";
    chat(false).converse(new BufferedReader(new StringReader(typed)), new PrintWriter(err, true));
    assertTrue(err.toString().contains("imece chat: no pipeline is complete (503)\n"));
    assertEquals("system:be kind|user:hi|assistant:\n", out.toString());
  }

  @Test
  void json_is_one_object_with_the_whole_answer() {
    chat(true).ask("hi");
    assertEquals(
        "{\"model\":\"org/letters\",\"content\":\"system:be kind|user:hi|assistant:\","
            + "\"finish_reason\":\"stop\",\"usage\":{\"prompt_tokens\":33,"
            + "\"completion_tokens\":34,\"total_tokens\":67,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":0},\"imece\":{\"failovers\":0}}}\n",
        out.toString());
  }

  @Test
  void failures_have_the_exit_codes_of_scripts() throws Exception {
    failsWith(
        ExitCode.TRY_LATER, "no pipeline is complete (503)", () -> chat(false).ask("no route"));
    failsWith(ExitCode.FAILED, "the answer broke off: it broke", () -> chat(false).ask("break"));
    conversation = new Conversation("gpt-4", Optional.empty(), Optional.empty(), Optional.empty());
    failsWith(
        ExitCode.FAILED,
        "The model \"gpt-4\" is not served here; GET /v1/models lists those that are (404)",
        () -> chat(false).ask("hi"));
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    var nowhere = URI.create("http://127.0.0.1:" + free);
    failsWith(
        ExitCode.UNREACHABLE,
        "no gateway answers at " + nowhere + "; is `imece up` running?",
        () -> new ChatClient(nowhere).firstModel());
    failsWith(
        ExitCode.USAGE,
        "--url must be http://host:port or https://host:port, was localhost:8080",
        () -> new ChatClient(URI.create("localhost:8080")));
  }

  private static void failsWith(
      int code, String message, org.junit.jupiter.api.function.Executable action) {
    var failure = assertThrows(CommandFailure.class, action);
    assertEquals(message, failure.getMessage());
    assertEquals(code, failure.exitCode());
  }

  @Test
  void the_command_line_takes_every_option() {
    var options = "--url http://a:1 --model m --system s --temperature 0.5 --max-tokens 9 --json";
    var parsed = new CommandLine(new ChatCommand()).parseArgs((options + " what is it").split(" "));
    assertEquals(
        Optional.of(0.5), parsed.matchedOption("--temperature").<Optional<Double>>getValue());
    assertEquals(
        Optional.of(9), parsed.matchedOption("--max-tokens").<Optional<Integer>>getValue());
    assertEquals(List.of("what", "is", "it"), parsed.matchedPositional(0).<List<String>>getValue());
  }

  @Test
  void a_models_text_can_not_steer_the_terminal() {
    assertEquals("a[2Jb\n\tc\u00e9", Printable.of("a\u001b[2Jb\n\tc\u0007\u00e9"));
  }
}
