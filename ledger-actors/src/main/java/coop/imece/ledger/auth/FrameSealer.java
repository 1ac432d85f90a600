package coop.imece.ledger.auth;

import coop.imece.core.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Numbers and seals the frames of one direction. Mutable, of one owner. */
public final class FrameSealer {
  private final String session;
  private final Mac mac;
  private long next;

  FrameSealer(String session, SecretKeySpec key) {
    this.session = session;
    this.mac = mac(key);
  }

  /** The name of the session. */
  public String session() {
    return session;
  }

  public Frame seal(Bytes payload) {
    var number = next++;
    return new Frame(session, number, payload, code(mac, session, number, payload));
  }

  static Bytes code(Mac mac, String session, long number, Bytes payload) {
    var name = session.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(12).putInt(name.length).putLong(number).flip());
    mac.update(name);
    return Bytes.own(mac.doFinal(payload.array()));
  }

  static Mac mac(SecretKeySpec key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
