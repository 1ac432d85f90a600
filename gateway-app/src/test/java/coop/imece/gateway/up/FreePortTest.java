package coop.imece.gateway.up;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {
  /** The lowest port that Linux gives to whoever asks for any, by default. */
  private static final int GIVEN_FROM = 32_768;

  @Test
  void a_found_port_can_be_listened_on_and_is_none_that_the_system_gives() throws IOException {
    var port = FreePort.find();
    assertTrue(port < GIVEN_FROM, "port " + port);
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertTrue(socket.isBound());
    }
  }
}
