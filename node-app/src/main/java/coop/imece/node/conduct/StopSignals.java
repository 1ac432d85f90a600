package coop.imece.node.conduct;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first SIGTERM or Ctrl-C ends the process as ever, by its shutdown hooks; a second one ends it
 * at once, whatever they still do. The JDK's class for it is outside of the standard API, so it is
 * reached by name; where it is missing, a second signal does nothing.
 */
public final class StopSignals {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
  private static final int SIGNAL_EXIT = 128;

  private static final AtomicInteger RECEIVED = new AtomicInteger();

  private StopSignals() {}

  public static void install() {
    install("TERM", 15);
    install("INT", 2);
  }

  private static void install(String name, int number) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler handling =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  received(SIGNAL_EXIT + number);
                  yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "imece's handler of SIG" + name;
              };
      var ours =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(), new Class<?>[] {handler}, handling);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.debug("SIG{} is left to the JVM", name, e);
    }
  }

  private static void received(int exitCode) {
    if (RECEIVED.incrementAndGet() == 1) {
      new Thread(() -> System.exit(exitCode), "stop").start();
    } else {
      LOG.warn("told to stop again: stopping at once");
      Runtime.getRuntime().halt(exitCode);
    }
  }
}
