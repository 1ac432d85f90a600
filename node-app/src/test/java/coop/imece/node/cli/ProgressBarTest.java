package coop.imece.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final StringWriter text = new StringWriter();

  @Test
  void without_a_terminal_it_says_a_line_for_every_tenth() {
    var bar = new ProgressBar(new PrintWriter(text), false);
    for (var i = 0; i < 25; i++) {
      bar.show(i / 100.0, "memory");
    }
    bar.end();
    assertEquals("0 %  memory\n10 %  memory\n20 %  memory\n", text.toString().replace("\r", ""));
  }

  @Test
  void in_a_terminal_it_is_one_line_that_is_gone_at_the_end() {
    var bar = new ProgressBar(new PrintWriter(text), true);
    bar.show(0.5, "memory");
    var line = text.toString();
    assertEquals("\r[###############...............]  50 %  memory" + " ".repeat(24), line);
    bar.end();
    var gone = text.toString().substring(line.length());
    assertEquals("\r" + " ".repeat(line.length() - 1) + "\r", gone);
  }
}
