package coop.imece.link;

import coop.imece.cluster.tls.MemberSockets;
import coop.imece.stage.LinkSerializer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what one other process sends, until it ends or what comes is no frame. */
final class IncomingLink implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(IncomingLink.class);
  private static final int BUFFER_BYTES = 16 << 10;

  private final Socket plain;
  private final MemberSockets sockets;
  private final LinkSettings settings;
  private final LinkReceivers receivers;
  private final LinkSerializer serializer = new LinkSerializer();

  IncomingLink(
      Socket plain, MemberSockets sockets, LinkSettings settings, LinkReceivers receivers) {
    this.plain = plain;
    this.sockets = sockets;
    this.settings = settings;
    this.receivers = receivers;
  }

  @Override
  public void run() {
    try (var socket = sockets.asServer(plain, settings.connectWithin())) {
      socket.setSoTimeout(settings.silentMillis());
      var in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
      while (true) {
        receivers.deliver(LinkFrame.read(in, serializer));
      }
    } catch (EOFException | SocketException | SocketTimeoutException | SSLException e) {
      LOG.debug("a link from {} has ended: {}", plain.getRemoteSocketAddress(), e.toString());
    } catch (IOException e) {
      LOG.warn("a link from {} is closed: {}", plain.getRemoteSocketAddress(), e.getMessage());
    }
  }
}
