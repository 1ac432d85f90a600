package coop.imece.gateway.tokenizer;

/**
 * Finds one text in a stream of characters, in constant time per character (Knuth-Morris-Pratt).
 */
final class StopMatcher {
  private final String stop;

  /** At i: how long the longest proper beginning of the stop is that also ends its first i + 1. */
  private final int[] fallback;

  private int matched;

  StopMatcher(String stop) {
    this.stop = stop;
    this.fallback = new int[stop.length()];
    for (int i = 1, length = 0; i < stop.length(); i++) {
      while (length > 0 && stop.charAt(i) != stop.charAt(length)) {
        length = fallback[length - 1];
      }
      length += stop.charAt(i) == stop.charAt(length) ? 1 : 0;
      fallback[i] = length;
    }
  }

  /** The length of the stop if this character completes it, else 0. */
  int accept(char c) {
    while (matched > 0 && stop.charAt(matched) != c) {
      matched = fallback[matched - 1];
    }
    matched += stop.charAt(matched) == c ? 1 : 0;
    return matched == stop.length() ? matched : 0;
  }

  /** How many characters at the end of the stream may be the beginning of the stop. */
  int matched() {
    return matched;
  }
}
