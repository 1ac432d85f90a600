package coop.imece.ledger.auth;

import coop.imece.core.Bytes;

/**
 * The ledger's answer to {@link Hello}.
 *
 * @param session names the session in its frames
 * @param share the ledger's half of the key agreement
 * @param signature Ed25519 by the ledger's key over origin, both halves and the session's name
 */
public record Welcome(String session, Bytes share, Bytes signature) {
  static byte[] signedText(String origin, Hello hello, String session, Bytes share) {
    return Transcript.of(
        "imece ledger welcome v1 " + session, origin, hello.gateway(), hello.share(), share);
  }
}
