package coop.imece.cluster.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that a user most likely meant. */
public final class Nearest {
  private Nearest() {}

  /** The word with the fewest edits away, unless that is more than a third of the given one. */
  public static Optional<String> to(String word, Collection<String> words) {
    return words.stream()
        .min(Comparator.comparingInt((String w) -> edits(word, w)).thenComparing(w -> w))
        .filter(best -> edits(word, best) * 3 <= word.length());
  }

  /** Levenshtein's distance: the least number of letters to insert, delete or replace. */
  private static int edits(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        var replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j - 1], row[j]));
      }
    }
    return row[b.length()];
  }
}
