package coop.imece.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a key pair that owns a balance: {@code w_} and 32 hex digits of SHA-256(public key). */
public record WalletId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public WalletId {
    HexId.require("wallet id", "w_", value);
  }

  /** The id of a raw Ed25519 public key (32 bytes). */
  public static WalletId of(byte[] publicKey) {
    return new WalletId(HexId.of("w_", publicKey));
  }

  @Override
  public String toString() {
    return value;
  }
}
