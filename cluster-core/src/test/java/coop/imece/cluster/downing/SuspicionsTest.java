package coop.imece.cluster.downing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.UniqueAddress;
import org.junit.jupiter.api.Test;

class SuspicionsTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final UniqueAddress A = member("a");
  private static final UniqueAddress B = member("b");

  @Test
  void who_is_suspected_at_every_look_is_named_when_the_time_is_over() {
    var suspicions = at(Suspicions.NONE, 1, A);
    suspicions = at(suspicions, 4, A, B);
    assertEquals(Set.of(), suspicions.lasting(LIMIT, Duration.ofMillis(5_999)));
    suspicions = at(suspicions, 6, A, B);
    assertEquals(Set.of(A), suspicions.lasting(LIMIT, Duration.ofSeconds(6)));
    suspicions = at(suspicions, 9, A, B);
    assertEquals(Set.of(A, B), suspicions.lasting(LIMIT, Duration.ofSeconds(9)));
  }

  @Test
  void who_was_seen_again_in_between_starts_anew() {
    var suspicions = at(at(at(Suspicions.NONE, 1, A), 3), 4, A);
    assertEquals(Set.of(), suspicions.lasting(LIMIT, Duration.ofSeconds(8)));
    assertEquals(Set.of(A), suspicions.lasting(LIMIT, Duration.ofSeconds(9)));
  }

  private static Suspicions at(Suspicions before, int second, UniqueAddress... suspects) {
    return before.at(Duration.ofSeconds(second), Set.of(suspects));
  }

  private static UniqueAddress member(String host) {
    return new UniqueAddress(new Address("pekko", "imece", host, 1), 1L);
  }
}
