package coop.imece.shard.training;

import java.util.List;

/**
 * A question that is never trained on.
 *
 * @param factId the fact that answers it
 * @param question as a person would type it
 */
record HeldOut(String factId, String question) {

  /** The questions by which the model is measured. */
  static List<HeldOut> load() {
    return load("held-out.txt");
  }

  /**
   * Questions that were written when the corpus was finished, so that nothing was tuned to them.
   */
  static List<HeldOut> loadLate() {
    return load("held-out-late.txt");
  }

  private static List<HeldOut> load(String file) {
    return CorpusFiles.lines(file).stream()
        .map(line -> line.split(" \\| ", 2))
        .map(cells -> new HeldOut(cells[0], cells[1]))
        .toList();
  }
}
