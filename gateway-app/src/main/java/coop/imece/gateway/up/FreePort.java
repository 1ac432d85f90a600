package coop.imece.gateway.up;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds TCP ports for processes that will listen on loopback a little later. */
final class FreePort {
  /**
   * Below those that systems give to whoever dials or asks for any port (from 32768 on Linux, from
   * 49152 elsewhere), so that none is taken from under the process that is still starting.
   */
  private static final int FROM = 20_000;

  private static final int TO = 32_768;
  private static final int TRIES = 1_000;

  private FreePort() {}

  /**
   * @throws IllegalStateException when none was found
   */
  static int find() {
    return ThreadLocalRandom.current()
        .ints(TRIES, FROM, TO)
        .filter(FreePort::isFree)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no free port from %d to %d in %d tries".formatted(FROM, TO - 1, TRIES)));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
