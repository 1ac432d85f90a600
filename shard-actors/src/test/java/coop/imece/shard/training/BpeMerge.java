package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.List;

/** Two neighbouring parts of a word that become one. */
record BpeMerge(String left, String right) {

  String merged() {
    return left + right;
  }

  /** Joins the pair wherever it stands in a word, from left to right. */
  List<String> apply(List<String> parts) {
    if (!parts.contains(left)) {
      return parts;
    }
    var joined = new ArrayList<String>(parts.size());
    for (var part : parts) {
      var last = joined.size() - 1;
      if (last >= 0 && part.equals(right) && joined.get(last).equals(left)) {
        joined.set(last, merged());
      } else {
        joined.add(part);
      }
    }
    return joined;
  }

  /** A word before any merge. */
  static List<String> characters(String word) {
    return word.codePoints().mapToObj(Character::toString).toList();
  }
}
