package coop.imece.ledger.auth;

import coop.imece.core.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;

/** The gateway's side of one handshake. */
public final class GatewayHandshake {
  private final String origin;
  private final KeyAgreement agreement = KeyAgreement.create();
  private final Hello hello;

  /**
   * @param origin names the ledger that is meant
   * @param gateway the gateway's Ed25519 keys, known to the ledger
   */
  public GatewayHandshake(String origin, KeyPair gateway) {
    this.origin = origin;
    this.hello =
        new Hello(
            Signing.raw(gateway.getPublic()),
            agreement.share(),
            Signing.sign(gateway.getPrivate(), Hello.signedText(origin, agreement.share())));
  }

  public Hello hello() {
    return hello;
  }

  /**
   * Opens the session.
   *
   * @param ledger the ledger's raw Ed25519 public key
   * @throws GeneralSecurityException when the welcome is not that ledger's answer to this hello
   */
  public Channel finish(Welcome welcome, Bytes ledger) throws GeneralSecurityException {
    var text = Welcome.signedText(origin, hello, welcome.session(), welcome.share());
    if (!Signing.verifies(ledger, text, welcome.signature())) {
      throw new GeneralSecurityException("the welcome is not signed by the ledger's key");
    }
    var keys = agreement.keys(welcome.share(), text);
    return new Channel(
        new FrameSealer(welcome.session(), keys.get(Direction.TO_LEDGER)),
        new FrameOpener(keys.get(Direction.TO_GATEWAY)));
  }
}
