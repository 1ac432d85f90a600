package coop.imece.shard.stage;

/**
 * How long the next session's answer is likely to be: as long as the shorter one of the last two.
 * One long answer among short ones makes no other session take memory that it does not need, and
 * where all are alike it is that of all. Not thread-safe.
 */
final class AnswerLengths {
  private int last;
  private int shorterOfTwo;
  private boolean any;

  /**
   * An answer has ended.
   *
   * @param positions behind its prompt, at least one: a session without any says nothing of answers
   */
  void ended(int positions) {
    shorterOfTwo = any ? Math.min(last, positions) : positions;
    last = positions;
    any = true;
  }

  /** In positions; 0 while nothing is known. */
  int likely() {
    return shorterOfTwo;
  }
}
