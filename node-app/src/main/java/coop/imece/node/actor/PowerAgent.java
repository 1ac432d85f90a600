package coop.imece.node.actor;

import coop.imece.node.power.PackageEnergy;
import coop.imece.node.power.WorkingPower;
import coop.imece.shard.engine.ComputeDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Measures what the machine draws while its node works, where the machine can say it. */
final class PowerAgent extends AbstractBehavior<PowerAgent.Command> {
  sealed interface Command permits Busy, Internal {}

  /** From the node's agent, every now and then: do sessions run? */
  record Busy(boolean works) implements Command {}

  /** To the node's agent. */
  record Drawn(int watts) {}

  private sealed interface Internal extends Command permits Opened, Read, Failed {}

  private record Opened(PackageEnergy energy) implements Internal {}

  private record Read(double joules, boolean works, long nanos) implements Internal {}

  private record Failed(Throwable cause) implements Internal {}

  private final WorkingPower power = new WorkingPower();
  private final Executor blocking;
  private final ActorRef<Drawn> agent;

  /** One look at a time. */
  private boolean reading;

  /**
   * @param device that slices are computed on
   */
  static Behavior<Command> create(ComputeDevice device, ActorRef<Drawn> agent) {
    return create(PackageEnergy.POWERCAP, device, agent);
  }

  /**
   * @param powercap folder of Linux's counters
   */
  static Behavior<Command> create(Path powercap, ComputeDevice device, ActorRef<Drawn> agent) {
    return Behaviors.setup(context -> new PowerAgent(context, powercap, device, agent));
  }

  private PowerAgent(
      ActorContext<Command> context, Path powercap, ComputeDevice device, ActorRef<Drawn> agent) {
    super(context);
    context.setLoggerName(PowerAgent.class);
    this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    this.agent = agent;
    later(() -> new Opened(reading(() -> open(powercap, device))));
  }

  /** The counters are of processors: what a card draws is in none of them. */
  private static PackageEnergy open(Path powercap, ComputeDevice device) throws IOException {
    if (!device.isCpu()) {
      throw new IOException(
          "slices are computed on %s, which has no counter".formatted(device.name()));
    }
    return PackageEnergy.open(powercap);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Opened.class, this::onOpened)
        .onMessage(Failed.class, this::onFailed)
        .onMessage(Busy.class, busy -> this) // before it is known what can be read
        .build();
  }

  private Behavior<Command> onOpened(Opened opened) {
    var energy = opened.energy();
    getContext().getLog().info("power is measured: {}", energy.zones());
    return newReceiveBuilder()
        .onMessage(Busy.class, busy -> read(energy, busy.works()))
        .onMessage(Read.class, this::onRead)
        .onMessage(Failed.class, this::onFailed)
        .build();
  }

  /** Said once: the node serves without, and its power is taken from its class. */
  private Behavior<Command> onFailed(Failed failed) {
    getContext()
        .getLog()
        .info("power is not measured, so it is estimated: {}", why(failed.cause()));
    return Behaviors.receive(Command.class).onAnyMessage(message -> Behaviors.same()).build();
  }

  private Behavior<Command> read(PackageEnergy energy, boolean works) {
    if (!reading) {
      reading = true;
      later(() -> new Read(reading(energy::joules), works, System.nanoTime()));
    }
    return Behaviors.same();
  }

  private Behavior<Command> onRead(Read read) {
    reading = false;
    power.look(read.joules(), read.works(), read.nanos());
    power.watts().ifPresent(watts -> agent.tell(new Drawn(watts)));
    return Behaviors.same();
  }

  private void later(Supplier<Internal> work) {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(work, blocking),
            (done, cause) -> cause == null ? done : new Failed(cause));
  }

  private static String why(Throwable cause) {
    var first = cause;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return first instanceof AccessDeniedException
        ? first.getMessage() + " may not be read by this user"
        : first.getMessage();
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
