package coop.imece.cluster;

import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorSignalInterceptor;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Lets a system that ends because its first actor ended say so. Pekko gives the same reason then as
 * for a member that was taken out of its cluster: its cluster actor ends in both cases.
 */
final class FailureTold<T> extends BehaviorSignalInterceptor<T> {
  /** Why a system ends whose first actor failed. */
  private static final class Failed implements CoordinatedShutdown.Reason {}

  private static final CoordinatedShutdown.Reason FAILED = new Failed();

  private FailureTold() {}

  static <T> Behavior<T> of(Behavior<T> guardian) {
    return Behaviors.intercept(FailureTold::new, guardian);
  }

  @Override
  public Behavior<T> aroundStart(TypedActorContext<T> context, PreStartTarget<T> target) {
    var started = false;
    try {
      var behavior = target.start(context);
      started = true;
      return behavior;
    } finally {
      if (!started) {
        tell(context);
      }
    }
  }

  @Override
  public Behavior<T> aroundSignal(
      TypedActorContext<T> context, Signal signal, SignalTarget<T> target) {
    if (signal instanceof PostStop) {
      tell(context);
    }
    return target.apply(context, signal);
  }

  /** Changes nothing where the system is being shut down already: the first reason stays. */
  private static void tell(TypedActorContext<?> context) {
    CoordinatedShutdown.get(context.asJava().getSystem()).run(FAILED);
  }
}
