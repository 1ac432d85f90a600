package coop.imece.ledger.auth;

import java.security.GeneralSecurityException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The sessions that the ledger keeps, the least recently used first. A greeting can be recorded and
 * sent again by whoever saw it, so a session counts only once a frame proved that the other side
 * holds its key: unproven ones are the first to go. Mutable, of one owner.
 *
 * @param <T> where a session's answers go
 */
public final class Sessions<T> {
  /** A session that the ledger knows. */
  public record Session<T>(String name, Channel channel, T peer) {}

  private final LedgerHandshake handshake;
  private final Supplier<String> names;
  private final int limit;
  private final Map<String, Session<T>> sessions = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param names gives a name that was never given before
   * @param limit most sessions at a time
   */
  public Sessions(LedgerHandshake handshake, Supplier<String> names, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be 1 or more, was " + limit);
    }
    this.handshake = handshake;
    this.names = names;
    this.limit = limit;
  }

  /** Opens a session. */
  public Welcome greet(Hello hello, T peer) throws GeneralSecurityException {
    var accepted = handshake.answer(hello, names.get());
    if (sessions.size() == limit) {
      evict();
    }
    var name = accepted.welcome().session();
    sessions.put(name, new Session<>(name, accepted.channel(), peer));
    return accepted.welcome();
  }

  /** The session of that name. */
  public Optional<Session<T>> find(String name) {
    return Optional.ofNullable(sessions.get(name));
  }

  /** Takes a frame, or says why not. */
  public Optional<FrameRefusal> take(Frame frame) {
    var session = sessions.get(frame.session());
    return session == null
        ? Optional.of(FrameRefusal.SESSION_UNKNOWN)
        : session.channel().opener().take(frame);
  }

  private void evict() {
    Iterator<Session<T>> all = sessions.values().iterator();
    while (all.hasNext()) {
      if (!all.next().channel().opener().proven()) {
        all.remove();
        return;
      }
    }
    var oldest = sessions.keySet().iterator();
    oldest.next();
    oldest.remove();
  }
}
