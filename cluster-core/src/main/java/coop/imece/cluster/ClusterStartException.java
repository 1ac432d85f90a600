package coop.imece.cluster;

/** The member could not start what it is for; the message says what to change. */
public final class ClusterStartException extends RuntimeException {
  public ClusterStartException(String message) {
    super(message);
  }

  public ClusterStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
