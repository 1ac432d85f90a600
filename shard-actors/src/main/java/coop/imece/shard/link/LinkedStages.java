package coop.imece.shard.link;

import coop.imece.core.Bytes;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.LinkAt;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The stages of this process that are reached by links, by their tokens. Thread-safe. */
final class LinkedStages {
  /** What is still under way to a stage that has stopped is no mistake of its sender. */
  private static final int FORMER = 64;

  private final Map<Bytes, Consumer<Command>> stages = new ConcurrentHashMap<>();
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
   * @param stage called by threads of links; must not block
   */
  Bytes add(Consumer<Command> stage) {
    var bytes = new byte[LinkAt.TOKEN_BYTES];
    random.nextBytes(bytes);
    var token = Bytes.own(bytes);
    stages.put(token, stage);
    return token;
  }

  void remove(Bytes token) {
    former.put(token, true);
    stages.remove(token);
  }

  /**
   * @throws IOException when the token is no stage's and was none's
   */
  void deliver(LinkFrame frame) throws IOException {
    var stage = stages.get(frame.token());
    if (stage != null) {
      stage.accept(frame.command());
    } else if (!former.containsKey(frame.token())) {
      throw new IOException("a frame names no stage of this process");
    }
  }
}
