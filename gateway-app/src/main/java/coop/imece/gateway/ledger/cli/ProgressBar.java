package coop.imece.gateway.ledger.cli;

import java.io.PrintWriter;
import java.util.OptionalLong;

/**
 * How far a long run is, on stderr: one line that is drawn again in a terminal, a line each 10 %
 * elsewhere.
 */
final class ProgressBar {
  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = 100_000_000;

  /** A run that is shorter shows nothing, and its rate means nothing: it measures the start. */
  private static final long QUIET_NANOS = 1_000_000_000;

  private final PrintWriter out;
  private final boolean terminal;
  private final long total;
  private final long started = System.nanoTime();
  private long drawn = started;
  private long tenths;

  ProgressBar(PrintWriter out, boolean terminal, long total) {
    this.out = out;
    this.terminal = terminal;
    this.total = total;
  }

  void show(long done) {
    var now = System.nanoTime();
    if (now - started < QUIET_NANOS || total == 0) {
      return;
    }
    if (terminal && now - drawn > REDRAW_NANOS) {
      drawn = now;
      var filled = (int) (WIDTH * done / total);
      out.printf(
          "\r%s%s %3d %%  %,d of %,d entries  %,d/s",
          "#".repeat(filled),
          ".".repeat(WIDTH - filled),
          100 * done / total,
          done,
          total,
          perSecond(done));
      out.flush();
    } else if (!terminal && 10 * done / total > tenths) {
      tenths = 10 * done / total;
      out.printf("%d %%: %,d of %,d entries, %,d/s%n", 10 * tenths, done, total, perSecond(done));
      out.flush();
    }
  }

  /** Clears the line. */
  void end() {
    if (terminal && drawn != started) {
      out.print("\r" + " ".repeat(WIDTH + 60) + "\r");
      out.flush();
    }
  }

  /** The rate so far; none for a short run. */
  OptionalLong rate(long done) {
    return System.nanoTime() - started < QUIET_NANOS
        ? OptionalLong.empty()
        : OptionalLong.of(perSecond(done));
  }

  private long perSecond(long done) {
    return (long) (done / ((System.nanoTime() - started) / 1e9));
  }
}
