package coop.imece.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.gateway.LetterCodec;
import coop.imece.gateway.ScriptedGeneration;
import coop.imece.gateway.api.GenerationOptions;
import coop.imece.gateway.api.Prompts;
import coop.imece.gateway.api.ServedModel;
import coop.imece.stage.SamplingParameters;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static boolean mayRun(Admission.Ticket ticket) {
    return ticket.place().toCompletableFuture().isDone();
  }

  @Test
  void places_are_given_first_come_first_served() {
    var admission = new Admission(1, 2);
    var first = admission.enter().orElseThrow();
    var second = admission.enter().orElseThrow();
    var third = admission.enter().orElseThrow();
    assertTrue(admission.enter().isEmpty());
    assertTrue(mayRun(first) && !mayRun(second) && !mayRun(third));
    first.leave();
    assertTrue(mayRun(second) && !mayRun(third));
    second.leave();
    assertTrue(mayRun(third));
    third.leave();
    assertEquals(0, admission.inside());
  }

  @Test
  void leaving_twice_frees_one_place() {
    var admission = new Admission(1, 2);
    var first = admission.enter().orElseThrow();
    var second = admission.enter().orElseThrow();
    var third = admission.enter().orElseThrow();
    first.leave();
    first.leave();
    assertTrue(mayRun(second) && !mayRun(third));
    assertEquals(2, admission.inside());
  }

  @Test
  void a_client_that_goes_away_while_it_waits_never_starts() {
    var kit = ActorTestKit.create();
    try {
      var pipeline = new ScriptedGeneration(request -> ScriptedGeneration.says(request, "a"));
      var settings = GatewaySettings.of(ConfigFactory.load());
      var admission = new Admission(1, 1);
      var running = admission.enter().orElseThrow();
      var waiting = admission.enter().orElseThrow();
      var connection = Connection.open(settings, InetAddress.getLoopbackAddress());
      var answer =
          new Answering(kit.spawn(pipeline.behavior()), settings)
              .parts(prompts(), List.of(SessionId.of(1, new Random(1))), waiting, connection)
              .runWith(Sink.ignore(), kit.system());
      connection.clientGone();
      assertThrows(CancellationException.class, () -> answer.toCompletableFuture().join());
      kit.createTestProbe()
          .awaitAssert(
              () -> {
                assertEquals(1, admission.inside());
                return null;
              });
      var next = admission.enter().orElseThrow();
      running.leave();
      assertTrue(mayRun(next));
      assertFalse(mayRun(waiting));
      assertEquals(List.of(), pipeline.soFar());
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static Prompts prompts() {
    var model = new ServedModel("m", 0, 100, SamplingParameters.greedy(), new LetterCodec(true));
    var options = new GenerationOptions(true, false, 1, List.of(), SamplingParameters.greedy());
    return new Prompts(model, options, List.of(TokenIds.of(1)), List.of(5));
  }
}
