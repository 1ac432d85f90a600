package coop.imece.gateway.up;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.cli.Installation;
import coop.imece.cli.MachineMemory;
import coop.imece.cli.Verb;
import coop.imece.cluster.tls.Role;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts a cooperative's processes on this machine, waits until it can answer, and stops them all
 * when it ends itself.
 */
public final class Supervisor {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String GATEWAY = "gateway";
  private static final String NATIVES = "natives";
  private static final long LOOK_MILLIS = 100;
  private static final Duration READY_LIMIT = Duration.ofMinutes(10);

  private final UpSettings settings;
  private final Installation installation;
  private final Consumer<String> progress;
  private final Children children = new Children();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Natives natives;

  private Supervisor(UpSettings settings, Installation installation, Consumer<String> progress) {
    this.settings = settings;
    this.installation = installation;
    this.progress = progress;
    this.natives = new Natives(installation.lib(), settings.folder());
  }

  /**
   * @param progress is given one line per change
   */
  public static Supervisor create(
      UpSettings settings, Installation installation, Consumer<String> progress) {
    return new Supervisor(settings, installation, progress);
  }

  /**
   * Blocks until the gateway ends or this process is told to stop.
   *
   * @param ready runs once, when prompts can be answered
   * @return the exit code
   * @throws CommandFailure when something can't start; nothing is left running then
   */
  public int run(Runnable ready) {
    settings.requireFreePort();
    var lock = FolderLock.take(settings.folder().path());
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-all"));
    try {
      start();
      awaitReady();
      if (!children.isStopped()) {
        ready.run();
      }
      return watch();
    } finally {
      stop();
      lock.close();
    }
  }

  private void stop() {
    stopping.countDown();
    children.stopAll();
  }

  private void start() {
    var folder = settings.folder();
    var now = Instant.now();
    var ca = folder.prepare(now);
    folder.issue(ca, GATEWAY, Role.GATEWAY, now);
    var clusterPort = FreePort.find();
    startChild(
        GATEWAY,
        Verb.GATEWAY,
        List.of(
            "--host",
            LOOPBACK,
            "--port",
            Integer.toString(settings.port()),
            "--cluster-host",
            LOOPBACK,
            "--cluster-port",
            Integer.toString(clusterPort),
            "--min-stages",
            Integer.toString(settings.minStages()),
            "--allow-shared-hardware")); // all nodes are on this machine
    if (!natives.areUnpacked()) {
      progress.accept("unpacking PyTorch (first time only)");
      unpackNatives();
    }
    var threads = Math.max(1, Runtime.getRuntime().availableProcessors() / settings.nodes());
    for (int node = 1; node <= settings.nodes(); node++) {
      var name = "node-" + node;
      folder.issue(ca, name, Role.NODE, now);
      startChild(
          name,
          Verb.NODE,
          List.of(
              "--join",
              LOOPBACK + ":" + clusterPort,
              "--name",
              name,
              "--host",
              LOOPBACK,
              "--port",
              "0",
              "--threads",
              Integer.toString(threads),
              "--memory",
              Long.toString(MachineMemory.bytes() / 2 / settings.nodes())));
    }
    progress.accept(
        "started the gateway and %d node%s with %d thread%s each"
            .formatted(settings.nodes(), plural(settings.nodes()), threads, plural(threads)));
  }

  private void startChild(String name, Verb verb, List<String> arguments) {
    var folder = settings.folder();
    var all = new ArrayList<>(List.of("--supervised"));
    all.addAll(arguments);
    settings.models().forEach(model -> all.addAll(List.of("--model", model.toString())));
    all.addAll(List.of("--tls", folder.tls(name).toString()));
    all.addAll(List.of("--data", folder.data(name).toString()));
    settings.precision().ifPresent(p -> all.addAll(List.of("--precision", p.wireName())));
    children.add(
        () -> Child.start(name, ChildCommand.of(installation, verb, all), folder.log(name)));
  }

  private void unpackNatives() {
    var log = settings.folder().log(NATIVES);
    var command = ChildCommand.of(installation, Verb.NATIVES, List.of("--supervised"));
    children.add(() -> Child.start(NATIVES, command, log)).ifPresent(this::awaitNatives);
  }

  private void awaitNatives(Child unpacking) {
    while (unpacking.isAlive() && !pause()) {
      requireAlive(children.takeEnded().stream().filter(child -> child != unpacking).toList());
    }
    if (children.isStopped() || unpacking.isAlive()) {
      return;
    }
    if (unpacking.exitCode() != ExitCode.DONE) {
      throw unpacking.died();
    }
    var lines = unpacking.logTail(1);
    natives.remember(lines.isEmpty() ? "" : lines.get(0));
  }

  private void awaitReady() {
    var check = new ReadyCheck(URI.create("http://%s:%d".formatted(LOOPBACK, settings.port())));
    var deadline = System.nanoTime() + READY_LIMIT.toNanos();
    var last = List.<String>of();
    while (!pause()) {
      requireAlive(children.takeEnded());
      var answer = check.ask();
      if (answer.ready()) {
        return;
      }
      if (!answer.reasons().equals(last)) {
        last = answer.reasons();
        progress.accept("waiting: " + String.join("; ", last));
      }
      if (System.nanoTime() > deadline) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "not ready after %d minutes: %s"
                .formatted(READY_LIMIT.toMinutes(), String.join("; ", last)));
      }
    }
  }

  private int watch() {
    while (!pause()) {
      for (var ended : children.takeEnded()) {
        if (ended.name().equals(GATEWAY)) {
          throw ended.died();
        }
        progress.accept(
            "%s ended with exit code %d; its log is %s"
                .formatted(ended.name(), ended.exitCode(), ended.log()));
      }
    }
    return ExitCode.DONE;
  }

  /** Waits a moment. True when this process is told to stop. */
  private boolean pause() {
    try {
      return stopping.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void requireAlive(List<Child> ended) {
    if (!ended.isEmpty() && !children.isStopped()) {
      throw ended.get(0).died();
    }
  }

  private static String plural(int count) {
    return count == 1 ? "" : "s";
  }
}
