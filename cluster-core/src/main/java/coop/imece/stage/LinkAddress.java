package coop.imece.stage;

import coop.imece.core.Bytes;

/**
 * Where a process takes messages beside the cluster's own wire.
 *
 * @param token names the receiver there, 16 random bytes
 */
public record LinkAddress(String host, int port, Bytes token) {
  public static final int TOKEN_BYTES = 16;

  public LinkAddress {
    if (port < 1 || port > 65_535 || token.size() != TOKEN_BYTES) {
      throw new IllegalArgumentException(
          "a link needs a port from 1 to 65535 and a token of 16 bytes, was %d and %s"
              .formatted(port, token));
    }
  }
}
