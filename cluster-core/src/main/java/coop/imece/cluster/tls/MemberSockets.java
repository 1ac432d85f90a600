package coop.imece.cluster.tls;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS sockets between two members, apart from the cluster's own: TLS 1.3, and both ends prove
 * themselves by certificates of the cooperative's CA. Thread-safe.
 */
public final class MemberSockets {
  private static final String[] PROTOCOLS = {"TLSv1.3"};

  /** ChaCha20 first: as the cluster's own sockets, see pekko-defaults.conf. */
  private static final String[] CIPHER_SUITES = {
    "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"
  };

  private static final char[] NO_PASSWORD = {};

  /** New files are noticed after this long, as the cluster's own sockets do. */
  private static final Duration READ_AGAIN_AFTER = Duration.ofMinutes(5);

  private final TlsFolder folder;
  private final Set<Role> peers;
  private SSLContext context;
  private long readNanos;

  /**
   * @param peers what the other end may be
   */
  public MemberSockets(TlsFolder folder, Set<Role> peers) {
    this.folder = folder;
    this.peers = Set.copyOf(peers);
  }

  /**
   * Proves both ends of a connection that was made here. Whoever gave the socket closes it.
   *
   * @param within a step of the handshake
   */
  public SSLSocket asClient(Socket connected, Duration within) throws IOException {
    return proven(connected, true, within);
  }

  /** The same for a connection that came in. */
  public SSLSocket asServer(Socket accepted, Duration within) throws IOException {
    return proven(accepted, false, within);
  }

  private SSLSocket proven(Socket plain, boolean client, Duration within) throws IOException {
    plain.setTcpNoDelay(true);
    plain.setSoTimeout(Math.toIntExact(within.toMillis()));
    var host = plain.getInetAddress().getHostAddress();
    var socket =
        (SSLSocket) context().getSocketFactory().createSocket(plain, host, plain.getPort(), true);
    socket.setUseClientMode(client);
    socket.setNeedClientAuth(true);
    socket.setEnabledProtocols(PROTOCOLS);
    socket.setEnabledCipherSuites(CIPHER_SUITES);
    socket.startHandshake();
    requireMember((X509Certificate) socket.getSession().getPeerCertificates()[0]);
    return socket;
  }

  private void requireMember(X509Certificate certificate) throws SSLException {
    if (!Certificates.hasSharedName(certificate)
        || peers.stream().noneMatch(role -> Certificates.hasRole(certificate, role))) {
      throw new SSLException(
          "the certificate of '%s' is no %s's"
              .formatted(
                  certificate.getSubjectX500Principal().getName(),
                  peers.stream().map(Role::wireName).sorted().collect(joining(" or "))));
    }
  }

  private synchronized SSLContext context() throws SSLException {
    var now = System.nanoTime();
    if (context == null || now - readNanos > READ_AGAIN_AFTER.toNanos()) {
      try {
        context = read();
        readNanos = now;
      } catch (GeneralSecurityException | IOException | TlsException e) {
        throw new SSLException("the TLS files can't be used: " + e.getMessage(), e);
      }
    }
    return context;
  }

  private SSLContext read() throws GeneralSecurityException, IOException {
    var ca = PemFiles.readCertificate(folder.caFile());
    var identity = store();
    identity.setKeyEntry(
        "member",
        PemFiles.readKey(folder.keyFile()),
        NO_PASSWORD,
        new X509Certificate[] {PemFiles.readCertificate(folder.certificateFile()), ca});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity, NO_PASSWORD);
    var authority = store();
    authority.setCertificateEntry("ca", ca);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authority);
    var context = SSLContext.getInstance(PROTOCOLS[0]);
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
