package coop.imece.shard.training;

import coop.imece.core.TokenIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Token ids, each of them given or to be learned. */
final class TrainingText {
  private final List<Integer> ids = new ArrayList<>();
  private final List<Boolean> learned = new ArrayList<>();

  void given(List<Integer> more) {
    more.forEach(id -> add(id, false));
  }

  void learned(List<Integer> more) {
    more.forEach(id -> add(id, true));
  }

  int size() {
    return ids.size();
  }

  TokenIds tokenIds() {
    return TokenIds.own(ids.stream().mapToInt(Integer::intValue).toArray());
  }

  int id(int position) {
    return ids.get(position);
  }

  boolean isLearned(int position) {
    return learned.get(position);
  }

  int learnedTokens() {
    return (int) learned.stream().filter(is -> is).count();
  }

  /** Tokens to be learned at the end. */
  int lastAnswerTokens() {
    var start = ids.size();
    while (start > 0 && learned.get(start - 1)) {
      start--;
    }
    return ids.size() - start;
  }

  /** Keeps only so many tokens of the last answer, if it has more. */
  void cutLastAnswer(int tokens) {
    var end = ids.size() - Math.max(0, lastAnswerTokens() - tokens);
    ids.subList(end, ids.size()).clear();
    learned.subList(end, learned.size()).clear();
  }

  /**
   * Replaces a share of the given tokens by any others, so that no single word decides.
   *
   * @param first ids under it are special and stay
   */
  void disturb(double share, int first, int vocabulary, Random random) {
    for (var p = 0; p < ids.size(); p++) {
      if (!learned.get(p) && ids.get(p) >= first && random.nextDouble() < share) {
        ids.set(p, first + random.nextInt(vocabulary - first));
      }
    }
  }

  private void add(int id, boolean isLearned) {
    ids.add(id);
    learned.add(isLearned);
  }
}
