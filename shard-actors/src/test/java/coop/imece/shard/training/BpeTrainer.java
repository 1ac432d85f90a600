package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns byte pair merges (Sennrich et al. 2016) from words and how often each occurs. Among pairs
 * that are equally frequent the alphabetically first is merged, so that a corpus has one result.
 */
final class BpeTrainer {
  private static final Comparator<Map.Entry<BpeMerge, Long>> BEST =
      Map.Entry.<BpeMerge, Long>comparingByValue()
          .reversed()
          .thenComparing(entry -> entry.getKey().left())
          .thenComparing(entry -> entry.getKey().right());

  private BpeTrainer() {}

  /** At most {@code merges} merges, the most useful first; pairs seen once are not merged. */
  static List<BpeMerge> train(Map<String, Long> words, int merges) {
    var spelled = new ArrayList<List<String>>();
    var counts = new ArrayList<Long>();
    words.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            word -> {
              spelled.add(BpeMerge.characters(word.getKey()));
              counts.add(word.getValue());
            });
    var learned = new ArrayList<BpeMerge>();
    while (learned.size() < merges) {
      var pairs = pairs(spelled, counts);
      var best = pairs.entrySet().stream().min(BEST);
      if (best.isEmpty() || best.get().getValue() < 2) {
        break;
      }
      var merge = best.get().getKey();
      learned.add(merge);
      spelled.replaceAll(merge::apply);
    }
    return learned;
  }

  private static Map<BpeMerge, Long> pairs(List<List<String>> words, List<Long> counts) {
    var pairs = new HashMap<BpeMerge, Long>();
    for (var w = 0; w < words.size(); w++) {
      var parts = words.get(w);
      for (var i = 1; i < parts.size(); i++) {
        pairs.merge(new BpeMerge(parts.get(i - 1), parts.get(i)), counts.get(w), Long::sum);
      }
    }
    return pairs;
  }
}
