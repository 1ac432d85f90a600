package coop.imece.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a program's end means to scripts; a table stands in every verb's help. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int UNREACHABLE = 69;
  public static final int TRY_LATER = 75;
  public static final int REFUSED = 77;
  public static final int BAD_CONFIG = 78;
  public static final int INTERRUPTED = 130;
  public static final int TERMINATED = 143;

  private ExitCode() {}

  /** The code as text and its meaning, in order. */
  static Map<String, String> table() {
    var table = new LinkedHashMap<String, String>();
    table.put(" " + DONE, "done");
    table.put(" " + FAILED, "failed");
    table.put(" " + USAGE, "wrong usage");
    table.put(" " + UNREACHABLE, "cooperative unreachable");
    table.put(" " + TRY_LATER, "try later");
    table.put(" " + REFUSED, "refused");
    table.put(" " + BAD_CONFIG, "bad configuration");
    table.put(" " + INTERRUPTED, "stopped by Ctrl-C");
    table.put(" " + TERMINATED, "stopped by SIGTERM");
    return table;
  }
}
