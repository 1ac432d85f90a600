package coop.imece.ledger.auth;

import coop.imece.core.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Set;

/**
 * The ledger's side of handshakes.
 *
 * @param origin the ledger's name
 * @param ledger the ledger's Ed25519 keys, the same that sign checkpoints
 * @param gateways raw Ed25519 public keys of the gateways that may command the ledger
 */
public record LedgerHandshake(String origin, KeyPair ledger, Set<Bytes> gateways) {
  public LedgerHandshake {
    gateways = Set.copyOf(gateways);
  }

  /** What a handshake gave: the answer to send and the ledger's ends of the session. */
  public record Accepted(Welcome welcome, Channel channel) {}

  /**
   * Answers a gateway.
   *
   * @param session a name that no session had before
   * @throws GeneralSecurityException when the gateway is not one of ours, or does not prove it
   */
  public Accepted answer(Hello hello, String session) throws GeneralSecurityException {
    if (!gateways.contains(hello.gateway())) {
      throw new GeneralSecurityException("the key is not one of imece.ledger.gateways");
    }
    if (!Signing.verifies(
        hello.gateway(), Hello.signedText(origin, hello.share()), hello.signature())) {
      throw new GeneralSecurityException("the greeting is not signed by the gateway's key");
    }
    var agreement = KeyAgreement.create();
    var text = Welcome.signedText(origin, hello, session, agreement.share());
    var keys = agreement.keys(hello.share(), text);
    return new Accepted(
        new Welcome(session, agreement.share(), Signing.sign(ledger.getPrivate(), text)),
        new Channel(
            new FrameSealer(session, keys.get(Direction.TO_GATEWAY)),
            new FrameOpener(keys.get(Direction.TO_LEDGER))));
  }
}
