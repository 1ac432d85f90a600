package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Texts of about one length, that are run together. */
record TextBatch(List<TrainingText> texts) {
  TextBatch {
    texts = List.copyOf(texts);
  }

  int longest() {
    return texts.stream().mapToInt(TrainingText::size).max().orElseThrow();
  }

  int learnedTokens() {
    return texts.stream().mapToInt(TrainingText::learnedTokens).sum();
  }

  /** Every other text from {@code first} on: the share of one of two workers. */
  TextBatch everyOther(int first) {
    var share = new ArrayList<TrainingText>();
    for (var i = first; i < texts.size(); i += 2) {
      share.add(texts.get(i));
    }
    return new TextBatch(share);
  }

  /** Divides texts into batches of at most {@code tokens}, padding included, in random order. */
  static List<TextBatch> pack(List<TrainingText> texts, int tokens, Random random) {
    var sorted = new ArrayList<>(texts);
    sorted.sort(Comparator.comparingInt(TrainingText::size));
    var batches = new ArrayList<TextBatch>();
    var open = new ArrayList<TrainingText>();
    for (var text : sorted) {
      if ((open.size() + 1) * text.size() > tokens && open.size() > 1) {
        batches.add(new TextBatch(open));
        open.clear();
      }
      open.add(text);
    }
    if (open.size() > 1) {
      batches.add(new TextBatch(open));
    }
    java.util.Collections.shuffle(batches, random);
    return batches;
  }
}
