package coop.imece.link;

import coop.imece.cluster.tls.MemberSockets;
import coop.imece.stage.LinkSerializer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one other process: a thread that connects and then writes what stands in the
 * queue, and one that notices when the other end closes. It never comes back once it has ended.
 */
final class OutgoingLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutgoingLink.class);

  private enum State {
    CONNECTING,
    UP,
    /** By its own choice, for nothing was sent. */
    IDLE,
    FAILED
  }

  private final InetSocketAddress peer;
  private final MemberSockets sockets;
  private final LinkSettings settings;
  private final BlockingQueue<LinkFrame> queue;
  private final LinkSerializer serializer = new LinkSerializer();
  private final Socket socket = new Socket();
  private final Thread writer;
  private State state = State.CONNECTING;
  private long failedNanos;

  OutgoingLink(InetSocketAddress peer, MemberSockets sockets, LinkSettings settings) {
    this.peer = peer;
    this.sockets = sockets;
    this.settings = settings;
    this.queue = new ArrayBlockingQueue<>(settings.queue());
    this.writer = LinkThreads.start("writer-" + peer.getPort(), this::run);
  }

  /** Takes a frame to send; says no when there is no connection, or no room in the queue. */
  synchronized boolean offer(LinkFrame frame) {
    return state == State.UP && queue.offer(frame);
  }

  /** Whether it is time to try anew. */
  synchronized boolean mayBeReplaced(long nowNanos) {
    return state == State.IDLE
        || state == State.FAILED && nowNanos - failedNanos > settings.againAfter().toNanos();
  }

  /** Ends it as failed. */
  @Override
  public void close() {
    end(State.FAILED, "given up");
  }

  private void run() {
    try (socket) {
      var within = settings.connectWithin();
      socket.connect(
          new InetSocketAddress(peer.getHostString(), peer.getPort()),
          Math.toIntExact(within.toMillis()));
      var proven = sockets.asClient(socket, within);
      proven.setSoTimeout(0);
      up();
      LinkThreads.start("watch-" + peer.getPort(), () -> watch(proven));
      var out = proven.getOutputStream();
      for (var frame = next(); frame.isPresent(); frame = next()) {
        out.write(frame.get().bytes(serializer));
      }
      end(State.IDLE, "nothing was sent for a while");
    } catch (IOException | InterruptedException | RuntimeException e) {
      end(State.FAILED, e.toString());
    }
  }

  private Optional<LinkFrame> next() throws InterruptedException {
    return Optional.ofNullable(queue.poll(settings.idleAfter().toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Nothing ever comes but the stream's end. */
  private void watch(Socket proven) {
    try {
      proven.getInputStream().skip(Long.MAX_VALUE);
      end(State.FAILED, "closed by the other end");
    } catch (IOException e) {
      end(State.FAILED, e.toString());
    }
  }

  private synchronized void up() throws IOException {
    if (state != State.CONNECTING) {
      throw new IOException("given up while it connected");
    }
    state = State.UP;
    LOG.info("a link to {} is open", peer);
  }

  /** Closing the plain socket wakes whoever waits for it, and waits for nobody. */
  private synchronized void end(State ended, String why) {
    if (!isAlive()) {
      return;
    }
    LOG.info("the link to {} has ended: {}", peer, why);
    state = ended;
    failedNanos = System.nanoTime();
    queue.clear();
    writer.interrupt();
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing a link: {}", e.toString());
    }
  }

  private boolean isAlive() {
    return state == State.CONNECTING || state == State.UP;
  }
}
