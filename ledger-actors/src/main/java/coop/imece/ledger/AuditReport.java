package coop.imece.ledger;

import coop.imece.log.Hash;
import java.util.Optional;

/**
 * What an audit found.
 *
 * @param entries how many entries are in order, from the first on
 * @param root the root of the tree over them
 * @param supply what they add up to
 * @param finding what is wrong first; none when all is in order
 */
public record AuditReport(
    long entries, Hash root, Hash chainHead, Supply supply, Optional<Finding> finding) {
  /**
   * @param index of the entry that is wrong, or that is missing
   */
  public record Finding(long index, String reason) {}

  public boolean passed() {
    return finding.isEmpty();
  }
}
