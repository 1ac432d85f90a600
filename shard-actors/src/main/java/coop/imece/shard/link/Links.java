package coop.imece.shard.link;

import coop.imece.cluster.tls.MemberSockets;
import coop.imece.cluster.tls.Role;
import coop.imece.cluster.tls.TlsFolder;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.LinkAt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The links of one process: one that all its stages share to each process that they send to.
 * Thread-safe; nothing here waits for the network.
 */
public final class Links implements AutoCloseable {
  private final String host;
  private final LinkSettings settings;
  private final MemberSockets sockets;
  private final LinkedStages stages = new LinkedStages();
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
    this.sockets = new MemberSockets(tls, Role.NODE);
    this.listener = new LinkListener(host, sockets, settings, stages);
  }

  /**
   * Lets a stage be reached by links.
   *
   * @param receive called by threads of links; must not block
   */
  public LinkAt add(ActorRef<Command> stage, Consumer<Command> receive) {
    return new LinkAt(stage, host, listener.port(), stages.add(receive));
  }

  public void remove(LinkAt link) {
    stages.remove(link.token());
  }

  /** Begins to connect, so that a later {@link #send} finds a connection. */
  public void prepare(LinkAt to) {
    link(address(to));
  }

  /**
   * Sends without waiting. What was taken may still be lost.
   *
   * @param message a {@code Forward} or a {@code ForwardBatch}
   * @return false when it was not taken: there is no connection (yet), or too much waits for it
   */
  public boolean send(LinkAt to, Command message) {
    var frame = new LinkFrame(to.token(), message);
    return link(address(to)).map(link -> link.offer(frame)).orElse(false);
  }

  /** Closes the connection, for what was sent did not arrive; there is another one later. */
  public synchronized void giveUp(LinkAt to) {
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
  private static InetSocketAddress address(LinkAt to) {
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
