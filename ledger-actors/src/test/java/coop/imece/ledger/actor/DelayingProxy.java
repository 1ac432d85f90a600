package coop.imece.ledger.actor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Passes connections on to a local port; what comes back waits as long as the test says. */
final class DelayingProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new ArrayList<>();
  private volatile long delayMillis;

  private DelayingProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  static DelayingProxy before(int port) throws IOException {
    var proxy = new DelayingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    start(proxy::accept);
    return proxy;
  }

  int port() {
    return server.getLocalPort();
  }

  /** From the next answer on. */
  void delay(long millis) {
    delayMillis = millis;
  }

  private void accept() {
    try {
      while (true) {
        var client = opened(server.accept());
        var database = opened(new Socket(InetAddress.getLoopbackAddress(), target));
        start(() -> pass(client, database, false));
        start(() -> pass(database, client, true));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private synchronized Socket opened(Socket socket) {
    sockets.add(socket);
    return socket;
  }

  private void pass(Socket from, Socket to, boolean late) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      var buffer = new byte[64 * 1024];
      for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (late && delayMillis > 0) {
          TimeUnit.MILLISECONDS.sleep(delayMillis);
        }
        out.write(buffer, 0, count);
        out.flush();
      }
    } catch (IOException | InterruptedException closed) {
      // One side has ended, so the other does.
    }
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "delaying-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    synchronized (this) {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }
}
