package coop.imece.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.gateway.ScriptedGeneration;
import coop.imece.gateway.TestGateway;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two thousand clients that never finish their headers, and one that only wants an answer. */
@Tag("slow")
class SlowSocketsTest {
  private static final int SLOW = 2_000;
  private static final int NORMAL = 300;

  @Test
  void slow_sockets_are_cut_and_others_are_served_meanwhile() throws Exception {
    var pipeline = new ScriptedGeneration(request -> ScriptedGeneration.says(request, "ok"));
    var slow = new ArrayList<Socket>();
    try (var gateway = new TestGateway(pipeline.behavior(), "")) {
      try {
        for (var i = 0; i < SLOW; i++) {
          var socket = gateway.connect();
          socket.getOutputStream().write("GET /livez HTTP/1.1\r\nX-Slow: ".getBytes());
          slow.add(socket);
        }
        var millis = new ArrayList<Long>();
        for (var i = 0; i < NORMAL; i++) {
          drip(slow.get(i % SLOW));
          var begun = System.nanoTime();
          var answer = gateway.post("/v1/completions", "{\"model\":\"plain\",\"prompt\":\"hi\"}");
          millis.add((System.nanoTime() - begun) / 1_000_000);
          assertEquals(200, answer.statusCode());
        }
        millis.sort(null);
        var p99 = millis.get(NORMAL * 99 / 100);
        System.out.printf(
            "beside %d slow sockets: p50 %d ms, p99 %d ms%n", SLOW, millis.get(NORMAL / 2), p99);
        assertTrue(p99 < 1_000, "p99 was %d ms".formatted(p99));
        for (var socket : slow) {
          assertCut(socket);
        }
      } finally {
        closeAll(slow);
      }
    }
  }

  private static void drip(Socket socket) {
    try {
      socket.getOutputStream().write('x');
    } catch (IOException cut) {
      // The deadline came first.
    }
  }

  /** Reading ends: by a close or a reset, not by our own timeout of 15 s. */
  private static void assertCut(Socket socket) throws IOException {
    try {
      assertEquals(-1, socket.getInputStream().read());
    } catch (java.net.SocketException reset) {
      // Cut.
    }
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
  }
}
