package coop.imece.ledger.actor;

import coop.imece.log.Hash;
import coop.imece.log.LogHead;
import java.util.Map;
import java.util.TreeMap;

/** What the ledger signed before: the root at each size. */
final class SignedHistory {
  private final TreeMap<Long, Hash> roots;

  SignedHistory(Map<Long, Hash> roots) {
    this.roots = new TreeMap<>(roots);
  }

  /** The largest size that was signed; 0 when none was. */
  long newestSize() {
    return roots.isEmpty() ? 0 : roots.lastKey();
  }

  /**
   * Compares a head with what was signed at its size, if anything was.
   *
   * @throws HistoryDiffers when the root is another
   */
  void requireSame(LogHead head) {
    var signed = roots.get(head.size());
    if (signed != null && !signed.equals(head.root())) {
      throw new HistoryDiffers(
          "the signed checkpoint of size %d has root %s, the journal's first %d entries have %s"
              .formatted(head.size(), signed, head.size(), head.root()));
    }
  }

  /**
   * @throws HistoryDiffers when the journal ends before what was signed
   */
  void requireComplete(LogHead head) {
    if (head.size() < newestSize()) {
      throw new HistoryDiffers(shorter(head.size(), newestSize()));
    }
  }

  static String shorter(long size, long signed) {
    return ("the journal has %d entries, the newest signed checkpoint has %d: it was set back to an"
            + " older state or lost its end")
        .formatted(size, signed);
  }
}
