package coop.imece.gateway.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Stands between a TCP connection and the HTTP layer, with the deadlines that HTTP layers forget:
 * slow headers, idle connections, readers that stand still. It also reads ahead a little while an
 * answer is under way, since a client that goes away is noticed only by reading.
 */
final class ConnectionGuard
    extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  private static final int MAX_READ_AHEAD_BYTES = 64 << 10;

  /** The TCP layer buffers one such piece: what is larger is seen to be taken, or not. */
  private static final int MAX_WRITE_BYTES = 16 << 10;

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);

  private final Inlet<ByteString> fromClient = Inlet.create("ConnectionGuard.fromClient");
  private final Outlet<ByteString> toHttp = Outlet.create("ConnectionGuard.toHttp");
  private final Inlet<ByteString> fromHttp = Inlet.create("ConnectionGuard.fromHttp");
  private final Outlet<ByteString> toClient = Outlet.create("ConnectionGuard.toClient");
  private final ConnectionProgress progress;
  private final Duration writeTimeout;
  private final Connection connection;

  ConnectionGuard(Connection connection, Duration writeTimeout) {
    this.connection = connection;
    this.progress = connection.progress();
    this.writeTimeout = writeTimeout;
  }

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
    return BidiShape.of(fromHttp, toClient, fromClient, toHttp);
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private final Queue<ByteString> readAhead = new ArrayDeque<>();
    private int readAheadBytes;
    private ByteString unwritten = ByteString.emptyByteString();
    private boolean writing;
    private long writingSinceNanos;

    Logic() {
      super(ConnectionGuard.this.shape());
      setHandler(fromClient, new FromClient());
      setHandler(toHttp, new ToHttp());
      setHandler(fromHttp, new FromHttp());
      setHandler(toClient, new ToClient());
    }

    @Override
    public void preStart() {
      scheduleAtFixedRate("deadlines", CHECK_INTERVAL, CHECK_INTERVAL);
      pull(fromClient);
    }

    @Override
    public void onTimer(Object key) {
      var now = System.nanoTime();
      var overdue = progress.overdue(now);
      if (overdue.isPresent()) {
        failStage(new DeadlinePassed(overdue.get()));
      } else if (progress.isDrained() && !writing && readAhead.isEmpty()) {
        completeStage();
      } else if (writing && now - writingSinceNanos >= writeTimeout.toNanos()) {
        failStage(
            new DeadlinePassed("a write took longer than " + writeTimeout.toMillis() + " ms"));
      }
    }

    @Override
    public void postStop() {
      connection.cut();
    }

    private void readOn() {
      if (!hasBeenPulled(fromClient)
          && !isClosed(fromClient)
          && readAheadBytes < MAX_READ_AHEAD_BYTES) {
        pull(fromClient);
      }
    }

    private final class FromClient extends AbstractInHandler {
      @Override
      public void onPush() {
        var bytes = grab(fromClient);
        progress.bytesRead(System.nanoTime());
        if (isAvailable(toHttp)) {
          push(toHttp, bytes);
        } else if (!isClosed(toHttp)) {
          readAhead.add(bytes);
          readAheadBytes += bytes.size();
        }
        readOn();
      }

      @Override
      public void onUpstreamFinish() {
        connection.clientGone();
        if (readAhead.isEmpty()) {
          complete(toHttp);
        }
      }
    }

    private final class ToHttp extends AbstractOutHandler {
      @Override
      public void onPull() {
        if (!readAhead.isEmpty()) {
          var bytes = readAhead.remove();
          readAheadBytes -= bytes.size();
          push(toHttp, bytes);
        }
        if (readAhead.isEmpty() && isClosed(fromClient)) {
          complete(toHttp);
        } else {
          readOn();
        }
      }

      /** The HTTP layer reads no more requests; its last answer may still be on its way. */
      @Override
      public void onDownstreamFinish(Throwable cause) {
        readAhead.clear();
        readAheadBytes = 0;
        readOn();
      }
    }

    private void writeNext() {
      writing = true;
      writingSinceNanos = System.nanoTime();
      push(toClient, unwritten.take(MAX_WRITE_BYTES));
      unwritten = unwritten.drop(MAX_WRITE_BYTES);
    }

    private final class FromHttp extends AbstractInHandler {
      @Override
      public void onPush() {
        unwritten = grab(fromHttp);
        writeNext();
      }

      @Override
      public void onUpstreamFinish() {
        if (unwritten.isEmpty()) {
          complete(toClient);
        }
      }
    }

    private final class ToClient extends AbstractOutHandler {
      @Override
      public void onPull() {
        writing = false;
        if (unwritten.nonEmpty()) {
          writeNext();
        } else if (isClosed(fromHttp)) {
          complete(toClient);
        } else {
          pull(fromHttp);
        }
      }
    }
  }

  /** Cuts a connection; not worth a stack trace. */
  private static final class DeadlinePassed extends RuntimeException {
    DeadlinePassed(String message) {
      super(message, null, false, false);
    }
  }
}
