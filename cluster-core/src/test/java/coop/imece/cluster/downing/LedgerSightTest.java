package coop.imece.cluster.downing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.UniqueAddress;
import org.junit.jupiter.api.Test;

/** Who is taken out by whom when members lose each other. */
class LedgerSightTest {
  private static final int CASES = 2_000;
  private static final UniqueAddress L1 = member(1);
  private static final UniqueAddress L2 = member(2);
  private static final UniqueAddress L3 = member(3);
  private static final UniqueAddress A = member(11);
  private static final UniqueAddress B = member(12);
  private static final UniqueAddress C = member(13);
  private static final Set<UniqueAddress> OTHERS = Set.of(A, B, C);

  @Test
  void nobody_is_taken_out_while_all_reach_all() {
    assertEquals(Set.of(), toDown(L1, Set.of(L1), Map.of()));
  }

  @Test
  void a_lone_ledger_takes_out_whom_it_misses_and_never_itself() {
    assertEquals(Set.of(A, B, C), toDown(L1, Set.of(L1), Map.of(L1, OTHERS)));
  }

  @Test
  void what_the_dead_said_of_the_living_before_they_died_counts_for_nothing() {
    assertEquals(
        Set.of(A, B),
        toDown(L1, Set.of(L1), Map.of(L1, Set.of(A, B), A, Set.of(C, L1), B, Set.of(A, C, L1))));
  }

  @Test
  void who_misses_a_member_that_the_ledger_reaches_is_cut_off_itself() {
    assertEquals(Set.of(B), toDown(L1, Set.of(L1), Map.of(B, Set.of(A))));
    assertEquals(Set.of(A), toDown(L1, Set.of(L1), Map.of(A, Set.of(L1))));
    assertEquals(Set.of(A), toDown(L1, Set.of(L1, L2), Map.of(A, Set.of(L2))));
  }

  @Test
  void of_two_that_miss_each_other_one_stays() {
    assertEquals(Set.of(B), toDown(L1, Set.of(L1), Map.of(A, Set.of(B), B, Set.of(A))));
  }

  @Test
  void who_agrees_with_the_ledger_that_a_member_is_dead_stays() {
    assertEquals(Set.of(A), toDown(L1, Set.of(L1), Map.of(L1, Set.of(A), B, Set.of(A))));
  }

  @Test
  void of_ledgers_that_part_most_stay_and_of_halves_the_lowest_address() {
    var three = Set.of(L1, L2, L3);
    assertEquals(Set.of(L1), toDown(L1, three, Map.of(L1, Set.of(L2, L3, A))));
    assertEquals(Set.of(L1, A), toDown(L2, three, Map.of(L2, Set.of(L1, A))));
    var two = Set.of(L1, L2);
    assertEquals(Set.of(L2, B), toDown(L1, two, Map.of(L1, Set.of(L2, B))));
    assertEquals(Set.of(L2), toDown(L2, two, Map.of(L2, Set.of(L1, A))));
  }

  @Test
  void members_that_have_left_are_neither_taken_out_nor_believed() {
    var left = member(99);
    assertEquals(
        Set.of(),
        toDown(L1, Set.of(L1), Map.of(L1, Set.of(left), left, Set.of(A), B, Set.of(left))));
  }

  @Test
  void a_sight_without_self_among_its_ledgers_is_refused() {
    assertThrows(
        IllegalArgumentException.class, () -> new LedgerSight(L1, Set.of(L2), Set.of(), Map.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LedgerSight(L1, Set.of(L1), Set.of(L1), Map.of()));
  }

  /** Any part of the cluster loses any other: exactly one part keeps its ledgers. */
  @Test
  void however_a_cluster_parts_one_part_stays_and_loses_none_of_its_own() {
    for (var seed = 0; seed < CASES; seed++) {
      var random = new Random(seed);
      var ledgers = members(1, 1 + random.nextInt(4));
      var others = members(50, random.nextInt(6));
      var part = new HashMap<UniqueAddress, Integer>();
      var all = new HashSet<>(ledgers);
      all.addAll(others);
      all.forEach(member -> part.put(member, random.nextInt(2)));
      var unreachable = new HashMap<UniqueAddress, Set<UniqueAddress>>();
      for (var observer : all) {
        unreachable.put(
            observer,
            all.stream()
                .filter(other -> !part.get(other).equals(part.get(observer)))
                .collect(Collectors.toSet()));
      }
      var stay = new HashSet<Integer>();
      for (var ledger : ledgers) {
        // Of the other part's views it has at most what was said before they parted: nothing.
        var known = new HashMap<>(unreachable);
        known.keySet().removeIf(observer -> !part.get(observer).equals(part.get(ledger)));
        var down = toDown(ledger, ledgers, others, known);
        if (down.contains(ledger)) {
          assertEquals(Set.of(ledger), down, "seed " + seed);
        } else {
          stay.add(part.get(ledger));
          assertEquals(unreachable.get(ledger), down, "seed " + seed);
        }
      }
      assertEquals(1, stay.size(), "seed " + seed);
    }
  }

  /** Whatever members say of each other: whom all ledgers reach and who misses nobody stays. */
  @Test
  void nobody_is_taken_out_for_what_others_say_of_it() {
    for (var seed = 0; seed < CASES; seed++) {
      var random = new Random(seed);
      var others = members(50, 1 + random.nextInt(6));
      var all = new HashSet<>(others);
      all.add(L1);
      var unreachable = new HashMap<UniqueAddress, Set<UniqueAddress>>();
      for (var observer : others) {
        unreachable.put(
            observer,
            all.stream()
                .filter(other -> !other.equals(observer) && random.nextInt(3) == 0)
                .collect(Collectors.toSet()));
      }
      var down = toDown(L1, Set.of(L1), others, unreachable);
      for (var member : down) {
        assertFalse(unreachable.get(member).isEmpty(), "seed " + seed);
      }
      var rest = new HashSet<>(all);
      rest.removeAll(down);
      for (var member : rest) {
        var missed = unreachable.getOrDefault(member, Set.of());
        assertTrue(
            missed.stream().noneMatch(rest::contains),
            "seed %d: %s stays and misses one that stays".formatted(seed, member));
      }
    }
  }

  private static Set<UniqueAddress> toDown(
      UniqueAddress self,
      Set<UniqueAddress> ledgers,
      Map<UniqueAddress, Set<UniqueAddress>> unreachable) {
    return toDown(self, ledgers, OTHERS, unreachable);
  }

  private static Set<UniqueAddress> toDown(
      UniqueAddress self,
      Set<UniqueAddress> ledgers,
      Set<UniqueAddress> others,
      Map<UniqueAddress, Set<UniqueAddress>> unreachable) {
    return new LedgerSight(self, ledgers, others, unreachable).toDown();
  }

  private static Set<UniqueAddress> members(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(LedgerSightTest::member)
        .collect(Collectors.toSet());
  }

  private static UniqueAddress member(int host) {
    return new UniqueAddress(new Address("pekko", "imece", "10.0.0." + host, 25_520), (long) host);
  }
}
