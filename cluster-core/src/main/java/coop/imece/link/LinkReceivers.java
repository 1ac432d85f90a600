package coop.imece.link;

import coop.imece.core.Bytes;
import coop.imece.stage.LinkAddress;
import coop.imece.stage.LinkMessage;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Who is reached by links in this process, by their tokens. Thread-safe. */
final class LinkReceivers {
  /** What is still under way to one that has stopped is no mistake of its sender. */
  private static final int FORMER = 64;

  private final Map<Bytes, Consumer<LinkMessage>> receivers = new ConcurrentHashMap<>();
  private final Map<Bytes, Boolean> former =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Bytes, Boolean> eldest) {
              return size() > FORMER;
            }
          });
  private final SecureRandom random = new SecureRandom();

  /**
   * @param receiver called by threads of links; must not block
   */
  Bytes add(Consumer<LinkMessage> receiver) {
    var bytes = new byte[LinkAddress.TOKEN_BYTES];
    random.nextBytes(bytes);
    var token = Bytes.own(bytes);
    receivers.put(token, receiver);
    return token;
  }

  void remove(Bytes token) {
    former.put(token, true);
    receivers.remove(token);
  }

  /**
   * @throws IOException when the token is nobody's and was nobody's
   */
  void deliver(LinkFrame frame) throws IOException {
    var receiver = receivers.get(frame.token());
    if (receiver != null) {
      receiver.accept(frame.message());
    } else if (!former.containsKey(frame.token())) {
      throw new IOException("a frame names nobody of this process");
    }
  }
}
