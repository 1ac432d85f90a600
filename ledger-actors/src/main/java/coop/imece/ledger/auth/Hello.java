package coop.imece.ledger.auth;

import coop.imece.core.Bytes;

/**
 * How a gateway process introduces itself, once.
 *
 * @param gateway the gateway's raw Ed25519 public key, 32 bytes
 * @param share the gateway's half of the key agreement
 * @param signature Ed25519 by the gateway's key over origin and share
 */
public record Hello(Bytes gateway, Bytes share, Bytes signature) {
  static byte[] signedText(String origin, Bytes share) {
    return Transcript.of("imece ledger hello v1", origin, share);
  }
}
