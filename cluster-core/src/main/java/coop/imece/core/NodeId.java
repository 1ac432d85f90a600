package coop.imece.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names a contributor's machine in the cluster: {@code n_} and 32 hex digits of SHA-256(public
 * key).
 */
public record NodeId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NodeId {
    HexId.require("node id", "n_", value);
  }

  /** The id of a raw Ed25519 public key (32 bytes). */
  public static NodeId of(byte[] publicKey) {
    return new NodeId(HexId.of("n_", publicKey));
  }

  @Override
  public String toString() {
    return value;
  }
}
