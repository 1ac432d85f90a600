package coop.imece.cluster;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

/** Finds the address of this machine that a peer can dial. */
final class LocalAddress {
  private LocalAddress() {}

  /**
   * The address from which this machine would reach the peer; nothing is sent.
   *
   * @throws IllegalArgumentException when the peer's name can't be resolved or reached
   */
  static String towards(HostPort peer) {
    var remote = new InetSocketAddress(peer.host(), peer.port());
    if (remote.isUnresolved()) {
      throw new IllegalArgumentException("host '%s' is not known".formatted(peer.host()));
    }
    try (var socket = new DatagramSocket()) {
      socket.connect(remote);
      return socket.getLocalAddress().getHostAddress();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new IllegalArgumentException(
          "host '%s' can't be reached: %s".formatted(peer.host(), e.getMessage()), e);
    }
  }
}
