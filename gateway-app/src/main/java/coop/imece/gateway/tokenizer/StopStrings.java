package coop.imece.gateway.tokenizer;

import java.util.List;

/**
 * Texts that end an answer. Fed piece by piece, it gives back what is safe to show: text that may
 * be the beginning of a stop is held back until that is decided, a stop itself is never shown. The
 * stop that is complete first counts, of several the longest. However the text is cut into pieces,
 * the result is the same. For one answer and one thread.
 */
final class StopStrings {
  static final int MOST = 4;
  static final int MOST_CHARACTERS = 1_024;

  private final List<StopMatcher> matchers;
  private final StringBuilder held = new StringBuilder();
  private boolean stopped;

  StopStrings(List<String> stops) {
    if (stops.size() > MOST) {
      throw new IllegalArgumentException(
          "need at most %d stop texts, were %d".formatted(MOST, stops.size()));
    }
    for (var stop : stops) {
      if (stop.isEmpty() || stop.length() > MOST_CHARACTERS) {
        throw new IllegalArgumentException(
            "need stop texts of 1 to %d characters, was one of %d"
                .formatted(MOST_CHARACTERS, stop.length()));
      }
    }
    matchers = stops.stream().map(StopMatcher::new).toList();
  }

  boolean stopped() {
    return stopped;
  }

  /** The part of all text so far that is now safe to show and was not shown before. */
  String accept(String piece) {
    if (stopped || matchers.isEmpty()) {
      return stopped ? "" : piece;
    }
    for (int i = 0; i < piece.length(); i++) {
      held.append(piece.charAt(i));
      var complete = 0;
      for (var matcher : matchers) {
        complete = Math.max(complete, matcher.accept(piece.charAt(i)));
      }
      if (complete > 0) {
        stopped = true;
        return release(held.length() - complete);
      }
    }
    return release(
        held.length() - matchers.stream().mapToInt(StopMatcher::matched).max().orElse(0));
  }

  /** What is still held back when the answer ends without a stop. */
  String finish() {
    return stopped ? "" : release(held.length());
  }

  private String release(int length) {
    var text = held.substring(0, length);
    held.delete(0, length);
    return text;
  }
}
