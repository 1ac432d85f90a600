package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A byte-level BPE vocabulary: the special tokens first, then the bytes, then the merges. */
final class BpeTokenizer {
  private final List<String> specials;
  private final List<BpeMerge> merges;
  private final Map<String, Integer> idOf = new HashMap<>();
  private final Map<BpeMerge, Integer> rankOf = new HashMap<>();
  private final Map<String, List<Integer>> encodedWords = new HashMap<>();

  BpeTokenizer(List<String> specials, List<BpeMerge> merges) {
    this.specials = List.copyOf(specials);
    this.merges = List.copyOf(merges);
    specials.forEach(this::addToken);
    ByteLevel.characters().forEach(this::addToken);
    for (var merge : merges) {
      rankOf.put(merge, rankOf.size());
      addToken(merge.merged());
    }
  }

  List<String> specials() {
    return specials;
  }

  List<BpeMerge> merges() {
    return merges;
  }

  /** Every token's id; two merges that spell the same token share it. */
  Map<String, Integer> vocabulary() {
    return Map.copyOf(idOf);
  }

  int id(String token) {
    return idOf.get(token);
  }

  /** The ids of a text in which no special token stands. */
  List<Integer> encode(String text) {
    var ids = new ArrayList<Integer>();
    for (var word : ByteLevel.words(text)) {
      ids.addAll(encodedWords.computeIfAbsent(word, this::encodeWord));
    }
    return ids;
  }

  private List<Integer> encodeWord(String word) {
    var parts = BpeMerge.characters(word);
    for (var merge = best(parts); merge != null; merge = best(parts)) {
      parts = merge.apply(parts);
    }
    return parts.stream().map(idOf::get).toList();
  }

  /** The merge of the lowest rank that fits somewhere in the word, or null. */
  private BpeMerge best(List<String> parts) {
    BpeMerge best = null;
    for (var i = 1; i < parts.size(); i++) {
      var pair = new BpeMerge(parts.get(i - 1), parts.get(i));
      if (rankOf.containsKey(pair) && (best == null || rankOf.get(pair) < rankOf.get(best))) {
        best = pair;
      }
    }
    return best;
  }

  private void addToken(String token) {
    idOf.putIfAbsent(token, idOf.size());
  }
}
