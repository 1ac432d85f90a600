package coop.imece.stage;

import coop.imece.core.Bytes;

/**
 * Where a process takes messages beside the cluster's own wire.
 *
 * @param receiver its name there, 16 random bytes
 */
public record LinkAddress(String host, int port, Bytes receiver) {
  public static final int RECEIVER_BYTES = 16;

  public LinkAddress {
    if (port < 1 || port > 65_535 || receiver.size() != RECEIVER_BYTES) {
      throw new IllegalArgumentException(
          "a link needs a port from 1 to 65535 and a receiver of 16 bytes, was %d and %s"
              .formatted(port, receiver));
    }
  }
}
