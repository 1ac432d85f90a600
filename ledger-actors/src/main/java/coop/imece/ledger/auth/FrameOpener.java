package coop.imece.ledger.auth;

import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks the frames of one direction and takes each once, in order. Mutable, of one owner. */
public final class FrameOpener {
  private final Mac mac;
  private long next;

  FrameOpener(SecretKeySpec key) {
    this.mac = FrameSealer.mac(key);
  }

  /** Takes the frame, or says why not; then nothing has changed. */
  public Optional<FrameRefusal> take(Frame frame) {
    var code = FrameSealer.code(mac, frame.session(), frame.number(), frame.payload());
    if (!MessageDigest.isEqual(code.array(), frame.code().array())) {
      return Optional.of(FrameRefusal.FORGED);
    }
    if (frame.number() != next) {
      return Optional.of(frame.number() < next ? FrameRefusal.REPLAYED : FrameRefusal.GAP);
    }
    next++;
    return Optional.empty();
  }

  /** Whether a frame was ever taken: only who holds the key gets so far. */
  boolean proven() {
    return next > 0;
  }
}
