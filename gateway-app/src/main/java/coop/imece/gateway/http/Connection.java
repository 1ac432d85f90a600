package coop.imece.gateway.http;

import java.net.InetAddress;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;

/**
 * One client's TCP connection, as its requests see it.
 *
 * @param remote the client's machine, or the last proxy before this one
 * @param whileOpen cuts every stream that runs through it, once the client has gone
 * @param closed done when the connection is closed, for whatever reason
 */
record Connection(
    InetAddress remote,
    ConnectionProgress progress,
    SharedKillSwitch whileOpen,
    CompletableFuture<Done> closed) {

  static Connection open(GatewaySettings settings, InetAddress remote) {
    return new Connection(
        remote,
        new ConnectionProgress(settings.headerTimeout(), settings.idleTimeout(), System.nanoTime()),
        KillSwitches.shared("connection-" + UUID.randomUUID()),
        new CompletableFuture<>());
  }

  /** The client has closed its side: it waits for no answer. */
  void clientGone() {
    whileOpen.abort(new CancellationException("the client has gone"));
  }

  /** Both sides are closed. */
  void cut() {
    clientGone();
    closed.complete(Done.getInstance());
  }
}
