package coop.imece.shard.training;

import java.util.List;

/**
 * A question that is never trained on.
 *
 * @param factId the fact that answers it
 * @param question as a person would type it
 */
record HeldOut(String factId, String question) {

  static List<HeldOut> load() {
    return CorpusFiles.lines("held-out.txt").stream()
        .map(line -> line.split(" \\| ", 2))
        .map(cells -> new HeldOut(cells[0], cells[1]))
        .toList();
  }
}
