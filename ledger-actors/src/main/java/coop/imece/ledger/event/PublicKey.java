package coop.imece.ledger.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import coop.imece.core.Bytes;
import coop.imece.core.NodeId;
import coop.imece.core.WalletId;
import java.util.HexFormat;

/** A raw Ed25519 public key, 32 bytes, written as 64 lowercase hex digits. */
public record PublicKey(Bytes bytes) {
  public PublicKey {
    if (bytes.size() != 32) {
      throw new IllegalArgumentException("a public key has 32 bytes, was " + bytes.size());
    }
  }

  public static PublicKey of(byte[] raw) {
    return new PublicKey(Bytes.own(raw.clone()));
  }

  @JsonCreator
  public static PublicKey parse(String hex) {
    if (hex.length() != 64 || !hex.equals(hex.toLowerCase(java.util.Locale.ROOT))) {
      throw new IllegalArgumentException(
          "a public key is 64 lowercase hex digits, was '%s'".formatted(hex));
    }
    return new PublicKey(Bytes.own(HexFormat.of().parseHex(hex)));
  }

  public WalletId walletId() {
    return WalletId.of(bytes.array());
  }

  public NodeId nodeId() {
    return NodeId.of(bytes.array());
  }

  @JsonValue
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes.array());
  }
}
