package coop.imece.gateway.chat;

import coop.imece.cli.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.UnaryOperator;

/** Questions and answers on a terminal or a pipe. */
final class Chat {
  private final ChatClient client;
  private final Conversation conversation;
  private final UnaryOperator<String> shown;
  private final PrintWriter out;
  private final boolean json;

  /**
   * @param shown what of a model's text may be printed
   * @param json print answers as JSON, each on a line, instead of their text as it comes
   */
  Chat(
      ChatClient client,
      Conversation conversation,
      UnaryOperator<String> shown,
      PrintWriter out,
      boolean json) {
    this.client = client;
    this.conversation = conversation;
    this.shown = shown;
    this.out = out;
    this.json = json;
  }

  /** Asks and prints; the conversation remembers both, unless the answer failed. */
  void ask(String question) {
    conversation.user(question);
    try {
      var answer =
          client.ask(
              conversation.request(),
              text -> {
                if (!json) {
                  out.print(shown.apply(text));
                  out.flush();
                }
              });
      conversation.assistant(answer.text());
      out.println(json ? answer.toJson(conversation.model()) : "");
    } catch (CommandFailure e) {
      conversation.forgetLast();
      throw e;
    }
  }

  /** Until /exit or the end of input. A failed answer is told, and the conversation goes on. */
  void converse(BufferedReader in, PrintWriter err) throws IOException {
    err.println(conversation.model() + "  (/reset forgets, /exit ends)");
    String line;
    while ((line = prompt(in, err)) != null && !line.equals("/exit")) {
      if (line.equals("/reset")) {
        conversation.reset();
      } else if (line.startsWith("/")) {
        err.println("unknown command " + line + "; there are /reset and /exit");
      } else if (!line.isEmpty()) {
        askAndGoOn(line, err);
      }
    }
  }

  private static String prompt(BufferedReader in, PrintWriter err) throws IOException {
    err.print("> ");
    err.flush();
    var line = in.readLine();
    return line == null ? null : line.strip();
  }

  private void askAndGoOn(String question, PrintWriter err) {
    try {
      ask(question);
    } catch (CommandFailure e) {
      out.flush();
      err.println("imece chat: " + e.getMessage());
    }
  }
}
