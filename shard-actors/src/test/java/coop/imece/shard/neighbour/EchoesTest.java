package coop.imece.shard.neighbour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.core.NodeId;
import coop.imece.scheduler.RoundTrip;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EchoesTest {
  private static final long SECOND = 1_000_000_000;

  private final Echoes echoes = new Echoes(2 * SECOND);

  private static NodeId node(int index) {
    return new NodeId("n_%032x".formatted(index));
  }

  private void echo(int peer, long askedNanos, long tookNanos) {
    echoes.answered(echoes.ask(node(peer), askedNanos).getAsLong(), askedNanos + tookNanos);
  }

  @Test
  void the_quickest_of_the_last_eight_counts_from_the_third_on() {
    echo(1, 0, 50);
    echo(1, 2 * SECOND, 40);
    assertEquals(OptionalDouble.empty(), echoes.seconds(node(1)));
    echo(1, 4 * SECOND, 60);
    assertEquals(40e-9, echoes.seconds(node(1)).getAsDouble(), 1e-15);
    for (var i = 3; i < 10; i++) {
      echo(1, 2 * i * SECOND, 70);
    }
    assertEquals(70e-9 - 10e-9, echoes.seconds(node(1)).getAsDouble(), 1e-15);
    assertEquals(List.of(new RoundTrip(node(1), 60 * 1e-9)), echoes.roundTrips());
  }

  @Test
  void a_peer_is_not_asked_again_too_soon_whether_it_answers_or_not() {
    var first = echoes.ask(node(1), 0).getAsLong();
    assertEquals(OptionalLong.empty(), echoes.ask(node(1), SECOND));
    echoes.answered(first, SECOND);
    assertEquals(OptionalLong.empty(), echoes.ask(node(1), 2 * SECOND - 1));
    assertEquals(true, echoes.ask(node(1), 2 * SECOND).isPresent());
    assertEquals(true, echoes.ask(node(2), 0).isPresent());
  }

  @Test
  void answers_that_come_late_twice_or_unasked_change_nothing() {
    var late = echoes.ask(node(1), 0).getAsLong();
    for (var i = 1; i < 4; i++) {
      echo(1, 2 * i * SECOND, 50);
    }
    echoes.answered(late, 8 * SECOND);
    echoes.answered(99, 8 * SECOND);
    echoes.answered(0, 8 * SECOND);
    assertEquals(50e-9, echoes.seconds(node(1)).getAsDouble(), 1e-15);
  }

  @Test
  void load_on_the_way_never_makes_a_round_trip_shorter() {
    var random = new Random(1);
    for (var peer = 0; peer < 16; peer++) {
      for (var i = 0; i < 12; i++) {
        echo(peer, 2 * i * SECOND, 1_000 * (peer + 1) + random.nextInt(100_000));
      }
      assertEquals(true, echoes.seconds(node(peer)).getAsDouble() >= 1e-6 * (peer + 1) - 1e-12);
    }
    assertEquals(16, echoes.roundTrips().size());
  }

  @Test
  void what_is_kept_and_said_is_bounded() {
    for (var peer = 0; peer < 1_000; peer++) {
      for (var i = 0; i < 3; i++) {
        echo(peer, 2 * i * SECOND, 50);
      }
    }
    assertEquals(OptionalDouble.empty(), echoes.seconds(node(0)));
    assertEquals(16, echoes.roundTrips().size());
    assertEquals(node(999), echoes.roundTrips().get(15).peer());
  }
}
