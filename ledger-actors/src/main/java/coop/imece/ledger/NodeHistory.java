package coop.imece.ledger;

import coop.imece.ledger.event.NodeRecorded;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node's values are, and were as long as a request that began then is still open. Mutable,
 * of one {@link LedgerState}.
 */
final class NodeHistory {
  /**
   * @param seq index of the entry that recorded the values
   */
  record Version(long seq, NodeRecorded values) {}

  final List<Version> versions;

  NodeHistory(List<Version> versions) {
    this.versions = new ArrayList<>(versions);
  }

  Version current() {
    return versions.get(versions.size() - 1);
  }

  /** The values in force just before the entry {@code seq}, or the first if there were none. */
  NodeRecorded before(long seq) {
    for (var i = versions.size() - 1; i > 0; i--) {
      if (versions.get(i).seq() < seq) {
        return versions.get(i).values();
      }
    }
    return versions.get(0).values();
  }

  /**
   * Adds a version and forgets those that no open hold can ask for.
   *
   * @param oldestHold index of the entry of the oldest open hold, or of this one if there is none
   */
  void add(Version version, long oldestHold) {
    versions.add(version);
    while (versions.size() > 1 && versions.get(1).seq() < oldestHold) {
      versions.remove(0);
    }
  }
}
