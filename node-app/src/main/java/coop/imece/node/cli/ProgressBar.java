package coop.imece.node.cli;

import java.io.PrintWriter;

/**
 * Says on stderr how far something is: a bar that moves in a terminal, elsewhere a line for every
 * tenth.
 */
final class ProgressBar {
  private static final int WIDTH = 30;
  private static final int TENTH = 10;

  private final PrintWriter out;
  private final boolean terminal;
  private int tenths = -1;

  ProgressBar(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * @param progress from 0 to 1
   */
  void show(double progress, String doing) {
    var percent = (int) (100 * progress);
    if (terminal) {
      var filled = (int) (WIDTH * progress);
      var bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
      out.print("\r[%s] %3d %%  %-30s".formatted(bar, percent, doing));
    } else if (percent / TENTH > tenths) {
      tenths = percent / TENTH;
      out.println("%d %%  %s".formatted(TENTH * tenths, doing));
    }
    out.flush();
  }

  void end() {
    if (terminal) {
      out.print("\r" + " ".repeat(WIDTH + 40) + "\r");
      out.flush();
    }
  }
}
