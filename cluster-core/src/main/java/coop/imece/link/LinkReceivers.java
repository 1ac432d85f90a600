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

/** Who is reached by links in this process, by their names. Thread-safe. */
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
    var bytes = new byte[LinkAddress.RECEIVER_BYTES];
    random.nextBytes(bytes);
    var name = Bytes.own(bytes);
    receivers.put(name, receiver);
    return name;
  }

  void remove(Bytes name) {
    former.put(name, true);
    receivers.remove(name);
  }

  /**
   * @throws IOException when the receiver's name is nobody's and was nobody's
   */
  void deliver(LinkFrame frame) throws IOException {
    var receiver = receivers.get(frame.receiver());
    if (receiver != null) {
      receiver.accept(frame.message());
    } else if (!former.containsKey(frame.receiver())) {
      throw new IOException("a frame names nobody of this process");
    }
  }
}
