package coop.imece.link;

import coop.imece.cluster.tls.MemberSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes connections of nodes, each with a thread that reads it. */
final class LinkListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LinkListener.class);

  private final ServerSocket server = new ServerSocket();
  private final MemberSockets sockets;
  private final LinkSettings settings;
  private final LinkReceivers receivers;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * @throws IOException when the address can't be bound
   */
  LinkListener(String host, MemberSockets sockets, LinkSettings settings, LinkReceivers receivers)
      throws IOException {
    this.sockets = sockets;
    this.settings = settings;
    this.receivers = receivers;
    try {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getByName(host), settings.port()));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    LinkThreads.start("listener-" + port(), this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        take(server.accept());
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("no more links are taken: {}", e.toString());
          close();
        }
      }
    }
  }

  /** Beyond the limit the other end goes on by the cluster's wire. */
  private void take(Socket socket) throws IOException {
    if (open.size() >= settings.connections()) {
      socket.close();
      return;
    }
    open.add(socket);
    LinkThreads.start(
        "reader-" + socket.getPort(),
        () -> {
          try (socket) {
            new IncomingLink(socket, sockets, settings, receivers).run();
          } catch (IOException e) {
            LOG.debug("closing a link: {}", e.toString());
          } finally {
            open.remove(socket);
          }
        });
    if (server.isClosed()) {
      socket.close();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      LOG.debug("closing links: {}", e.toString());
    }
  }
}
