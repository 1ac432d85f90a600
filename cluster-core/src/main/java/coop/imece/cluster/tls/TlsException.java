package coop.imece.cluster.tls;

/** A key or certificate that can't be used; the message names the file and the remedy. */
public final class TlsException extends RuntimeException {
  public TlsException(String message) {
    super(message);
  }

  public TlsException(String message, Throwable cause) {
    super(message, cause);
  }
}
