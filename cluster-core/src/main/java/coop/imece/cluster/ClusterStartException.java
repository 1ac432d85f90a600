package coop.imece.cluster;

/** The member could not start its side of the cluster; the message says what to change. */
public final class ClusterStartException extends RuntimeException {
  public ClusterStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
