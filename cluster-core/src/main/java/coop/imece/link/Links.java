package coop.imece.link;

import coop.imece.cluster.tls.MemberSockets;
import coop.imece.cluster.tls.Role;
import coop.imece.cluster.tls.TlsFolder;
import coop.imece.stage.LinkAddress;
import coop.imece.stage.LinkMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The links of one process: one to each process that its stages send to, which they share. Nodes
 * dial nodes and gateways, and nobody else is taken in. Thread-safe; nothing here waits for the
 * network.
 */
public final class Links implements AutoCloseable {
  private final String host;
  private final LinkSettings settings;
  private final MemberSockets sockets;
  private final LinkReceivers receivers = new LinkReceivers();
  private final LinkListener listener;
  private final Map<InetSocketAddress, OutgoingLink> outgoing = new HashMap<>();
  private boolean closed;

  /**
   * Begins to listen.
   *
   * @param host that others dial
   * @throws IOException when the address can't be bound
   */
  public Links(String host, TlsFolder tls, LinkSettings settings) throws IOException {
    this.host = host;
    this.settings = settings;
    this.sockets = new MemberSockets(tls, Set.of(Role.NODE, Role.GATEWAY));
    var nodes = new MemberSockets(tls, Set.of(Role.NODE));
    this.listener = new LinkListener(host, nodes, settings, receivers);
  }

  /**
   * Lets someone be reached by links.
   *
   * @param receive called by threads of links; must not block
   */
  public LinkAddress add(Consumer<LinkMessage> receive) {
    return new LinkAddress(host, listener.port(), receivers.add(receive));
  }

  public void remove(LinkAddress link) {
    receivers.remove(link.receiver());
  }

  /** Begins to connect, so that a later {@link #send} finds a connection. */
  public void prepare(LinkAddress to) {
    link(address(to));
  }

  /**
   * Sends without waiting. What was taken may still be lost.
   *
   * @return false when it was not taken: there is no connection (yet), or too much waits for it
   */
  public boolean send(LinkAddress to, LinkMessage message) {
    var frame = new LinkFrame(to.receiver(), message);
    return link(address(to)).map(link -> link.offer(frame)).orElse(false);
  }

  /** Closes the connection, for what was sent did not arrive; there is another one later. */
  public synchronized void giveUp(LinkAddress to) {
    var link = outgoing.get(address(to));
    if (link != null) {
      link.close();
    }
  }

  private synchronized Optional<OutgoingLink> link(InetSocketAddress peer) {
    var now = System.nanoTime();
    var link = outgoing.get(peer);
    if (link != null && !link.mayBeReplaced(now)) {
      return Optional.of(link);
    }
    outgoing.values().removeIf(old -> old.mayBeReplaced(now));
    if (closed || outgoing.size() >= settings.connections()) {
      return Optional.empty();
    }
    var fresh = new OutgoingLink(peer, sockets, settings);
    outgoing.put(peer, fresh);
    return Optional.of(fresh);
  }

  /** Names are resolved where it is connected. */
  private static InetSocketAddress address(LinkAddress to) {
    return InetSocketAddress.createUnresolved(to.host(), to.port());
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      outgoing.values().forEach(OutgoingLink::close);
    }
    listener.close();
  }
}
