package coop.imece.cluster.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A stranger or a member at the cluster's port, who trusts whatever certificate it sees there. */
public final class TlsClient {
  private static final int OPEN_AFTER_MILLIS = 1_500;
  private static final char[] NO_PASSWORD = {};

  private TlsClient() {}

  /**
   * @param identity what to prove itself by; empty sends no certificate
   * @return whether the server keeps the connection open
   */
  public static boolean isAccepted(int port, String protocol, Optional<TlsFolder> identity)
      throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(
        identity.isPresent() ? keys(identity.get()) : null,
        new TrustManager[] {new TrustEverybody()},
        null);
    try (var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setSoTimeout(OPEN_AFTER_MILLIS);
      socket.startHandshake();
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException stillOpen) {
      return true;
    } catch (IOException closedOrAlert) {
      return false;
    }
  }

  private static KeyManager[] keys(TlsFolder folder) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    store.setKeyEntry(
        "member",
        PemFiles.readKey(folder.keyFile()),
        NO_PASSWORD,
        new X509Certificate[] {PemFiles.readCertificate(folder.certificateFile())});
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static final class TrustEverybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
