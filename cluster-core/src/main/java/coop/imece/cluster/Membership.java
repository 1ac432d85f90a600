package coop.imece.cluster;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a process a member. When its cooperative is lost, only the ActorSystem is started again and
 * joins by the members it knows; what the process holds beside it, such as weights, stays.
 */
public final class Membership {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);

  private final ClusterSettings settings;
  private final Supplier<ActorSystem<?>> start;
  private final CountDownLatch stopping = new CountDownLatch(1);

  private Membership(ClusterSettings settings, Supplier<ActorSystem<?>> start) {
    this.settings = settings;
    this.start = start;
  }

  /**
   * @param start starts an ActorSystem that joins; called once for each membership
   */
  public static Membership create(ClusterSettings settings, Supplier<ActorSystem<?>> start) {
    return new Membership(settings, start);
  }

  /** Blocks until the process is to end: never with LOST, and NOT_JOINED only of the first join. */
  public Ending keep() {
    Runtime.getRuntime().addShutdownHook(new Thread(stopping::countDown, "stop-joining"));
    var ending = Ending.await(start.get());
    var pause = settings.rejoinAfter();
    var lost = ending == Ending.LOST;
    while (lost && (ending == Ending.LOST || ending == Ending.NOT_JOINED)) {
      log.warn("the cooperative is lost ({}); joining again in {}", ending, pause);
      if (stopsWithin(pause.toMillis())) {
        return Ending.STOPPED;
      }
      var doubled = pause.multipliedBy(2);
      var longest = settings.rejoinAfterAtMost();
      pause = doubled.compareTo(longest) < 0 ? doubled : longest;
      ending = Ending.await(start.get());
      if (ending == Ending.LOST) {
        pause = settings.rejoinAfter();
      }
    }
    return ending;
  }

  private boolean stopsWithin(long millis) {
    try {
      return stopping.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
