package coop.imece.cluster.downing;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.UniqueAddress;

/**
 * What a ledger's member knows of who reaches whom. It sends heartbeats to every member itself, so
 * that it need not believe others about one that is dead.
 *
 * @param self the ledger's member whose sight this is
 * @param ledgers members with the role ledger, self among them
 * @param others members without it; none that is downed or has left
 * @param unreachable by each member that misses any, those that it misses
 */
public record LedgerSight(
    UniqueAddress self,
    Set<UniqueAddress> ledgers,
    Set<UniqueAddress> others,
    Map<UniqueAddress, Set<UniqueAddress>> unreachable) {
  public LedgerSight {
    ledgers = Set.copyOf(ledgers);
    others = Set.copyOf(others);
    unreachable =
        unreachable.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    if (!ledgers.contains(self) || others.stream().anyMatch(ledgers::contains)) {
      throw new IllegalArgumentException(
          "need self among the ledgers and no ledger among the others, was %s, %s, %s"
              .formatted(self, ledgers, others));
    }
  }

  /**
   * The members that are to be downed, in the case of self alone because others decide. Which way a
   * cluster parts, only one part keeps its ledgers: the one with most of them, of two halves the
   * one with the lowest address. A member without a ledger never ends others; one that misses a
   * member that self reaches is cut off itself, and would keep the cluster from agreeing on
   * anything: it joins again.
   */
  public Set<UniqueAddress> toDown() {
    var missed = missedBy(self);
    if (!keepsLedgers(missed)) {
      return Set.of(self);
    }
    Predicate<UniqueAddress> present = member -> isMember(member) && !missed.contains(member);
    return others.stream()
        .filter(
            member ->
                missed.contains(member)
                    || missedBy(member).stream()
                        .filter(present)
                        .anyMatch(accused -> prevails(accused, member)))
        .collect(
            Collectors.collectingAndThen(
                Collectors.toSet(),
                down -> {
                  ledgers.stream().filter(missed::contains).forEach(down::add);
                  return Set.copyOf(down);
                }));
  }

  private boolean keepsLedgers(Set<UniqueAddress> missed) {
    var kept = ledgers.stream().filter(ledger -> !missed.contains(ledger)).toList();
    var lost = ledgers.size() - kept.size();
    return kept.size() > lost || kept.size() == lost && kept.contains(lowest(ledgers));
  }

  /** Of two members that miss each other one is enough, and a ledger is never the one. */
  private boolean prevails(UniqueAddress accused, UniqueAddress accuser) {
    return ledgers.contains(accused)
        || !missedBy(accused).contains(accuser)
        || lowest(Set.of(accused, accuser)).equals(accused);
  }

  private boolean isMember(UniqueAddress address) {
    return ledgers.contains(address) || others.contains(address);
  }

  private Set<UniqueAddress> missedBy(UniqueAddress member) {
    return unreachable.getOrDefault(member, Set.of());
  }

  private static UniqueAddress lowest(Set<UniqueAddress> addresses) {
    return addresses.stream()
        .min((a, b) -> Member.addressOrdering().compare(a.address(), b.address()))
        .orElseThrow();
  }
}
