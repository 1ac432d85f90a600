package coop.imece.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.cluster.config.ConfigException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ImeceCommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void the_help_lists_the_verbs_of_all_modules_and_the_exit_codes() {
    assertEquals(ExitCode.DONE, run(() -> ExitCode.DONE, "--help"));
    for (var verb : Verb.listed()) {
      assertTrue(out.toString().contains(verb.word()), verb.word());
      assertTrue(out.toString().contains(verb.summary()), verb.summary());
    }
    assertTrue(out.toString().contains("69    cooperative unreachable"), out.toString());
  }

  @Test
  void the_version_names_a_commit() {
    assertEquals(ExitCode.DONE, run(() -> ExitCode.DONE, "--version"));
    assertTrue(
        out.toString().matches("imece \\d+\\.\\d+\\.\\d+ \\(commit [0-9a-z]+, Java .*\\)\\R"),
        out.toString());
  }

  @Test
  void an_unknown_verb_is_refused_with_the_nearest_even_of_another_module() {
    assertEquals(ExitCode.USAGE, run(() -> ExitCode.DONE, "nod"));
    assertEquals(
        "imece: no verb or option 'nod'; did you mean 'node'?\nTry 'imece --help'.\n", lines(err));
  }

  @Test
  void an_unknown_flag_names_the_verb_whose_help_to_read() {
    assertEquals(ExitCode.USAGE, run(() -> ExitCode.DONE, "up", "--port"));
    assertEquals(
        "imece up: Missing required parameter for option '--port' (<port>)\nTry 'imece up --help'.\n",
        lines(err));
  }

  @Test
  void a_failure_is_one_line_and_its_exit_code() {
    var code =
        run(
            () -> {
              throw new CommandFailure(ExitCode.UNREACHABLE, "nobody is there");
            },
            "up");
    assertEquals(ExitCode.UNREACHABLE, code);
    assertEquals("imece up: nobody is there\n", lines(err));
  }

  @Test
  void a_bad_setting_has_an_exit_code_of_its_own() {
    var code =
        run(
            () -> {
              throw new ConfigException("unknown key 'x'");
            },
            "up");
    assertEquals(ExitCode.BAD_CONFIG, code);
    assertEquals("imece up: unknown key 'x'\n", lines(err));
  }

  @Test
  void an_argument_that_begins_with_an_at_sign_is_no_file() {
    assertEquals(ExitCode.USAGE, run(() -> ExitCode.DONE, "up", "@nothing"));
    assertTrue(err.toString().contains("'@nothing'"), err.toString());
  }

  private int run(Callable<Integer> work, String... args) {
    return ImeceCommandLine.create(Map.of(Verb.UP, new Work(work)))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private static String lines(StringWriter text) {
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  @Command
  private static final class Work implements Callable<Integer> {
    private final Callable<Integer> work;

    @Option(names = "--port")
    private int port;

    private Work(Callable<Integer> work) {
      this.work = work;
    }

    @Override
    public Integer call() throws Exception {
      return work.call();
    }
  }
}
