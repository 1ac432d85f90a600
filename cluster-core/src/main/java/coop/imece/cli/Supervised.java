package coop.imece.cli;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/**
 * The hidden flag of processes that {@code imece up} starts: they end with it, however it ends. The
 * supervisor holds their stdin open, so its end is the end of the supervisor.
 */
public final class Supervised {
  /** A graceful leave takes about a second; whoever hangs is cut off after this. */
  private static final int LONGEST_STOP_SECONDS = 6;

  @Option(names = "--supervised", hidden = true)
  private boolean supervised;

  public void watch() {
    if (supervised) {
      var thread = new Thread(Supervised::stopAtEndOfInput, "supervised");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void stopAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // nothing is ever said here
      }
    } catch (IOException e) {
      // a broken pipe is an end, too
    }
    CompletableFuture.delayedExecutor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)
        .execute(() -> Runtime.getRuntime().halt(ExitCode.TERMINATED));
    System.exit(ExitCode.DONE);
  }
}
