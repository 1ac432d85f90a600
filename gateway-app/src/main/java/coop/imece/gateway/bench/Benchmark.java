package coop.imece.gateway.bench;

import com.typesafe.config.Config;
import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.cli.Installation;
import coop.imece.cli.Verb;
import coop.imece.cluster.tls.Role;
import coop.imece.gateway.up.Child;
import coop.imece.gateway.up.ChildCommand;
import coop.imece.gateway.up.Children;
import coop.imece.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Starts a pipeline of node processes on this machine and the bare loop beside it, has them
 * measured, and stops all that it started, however that ends.
 */
final class Benchmark {
  private static final String GATEWAY = "gateway";
  private static final Duration READY_WITHIN = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 100;

  private final BenchSettings settings;
  private final Installation installation;
  private final Function<Map<String, String>, Config> config;
  private final Consumer<String> progress;
  private final BenchFolder folder = BenchFolder.make();
  private final Children children = new Children();

  /**
   * @param config the gateway's configuration with these values above all others
   * @param progress is given one line per step
   */
  Benchmark(
      BenchSettings settings,
      Installation installation,
      Function<Map<String, String>, Config> config,
      Consumer<String> progress) {
    this.settings = settings;
    this.installation = installation;
    this.config = config;
    this.progress = progress;
  }

  /** What is measured while everything stands. */
  interface Measurement<R> {
    R on(Pipeline pipeline, NodeProcesses nodes, BareLoop bare, String kernels, ModelFolder model);
  }

  /**
   * Blocks until it is measured.
   *
   * @throws CommandFailure when something can't start or ends too early; nothing is left running
   */
  <R> R run(Measurement<R> measurement) {
    var hook = new Thread(this::stop, "stop-all");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return measured(measurement);
    } finally {
      stop();
    }
  }

  private void stop() {
    children.stopAll();
    folder.delete();
  }

  private <R> R measured(Measurement<R> measurement) {
    makeModel();
    var model = ModelFolder.open(settings.model().folder(folder.models()));
    var ca = folder.run().prepare(Instant.now());
    progress.accept("loading the bare loop");
    var bare = new BareLoop(settings, startBareLoop(model.path()));
    var kernels = bare.awaitKernels();
    folder.run().issue(ca, GATEWAY, Role.GATEWAY, Instant.now());
    var shape = model.config().shape();
    try (var pipeline =
        Pipeline.start(model.name(), shape.vocabulary(), settings.seed(), gatewayConfig())) {
      progress.accept("starting %d nodes".formatted(settings.stages()));
      var nodes =
          NodeProcesses.start(
              settings,
              shape.layers(),
              model.path(),
              pipeline.address(),
              ca,
              folder.run(),
              installation,
              children);
      awaitComplete(pipeline, nodes);
      var result = measurement.on(pipeline, nodes, bare, kernels, model);
      children.stopAll(); // while the gateway is there, so that the nodes leave in order
      return result;
    }
  }

  private Config gatewayConfig() {
    return config.apply(
        Map.of(
            "imece.cluster.host", "127.0.0.1",
            "imece.cluster.port", "0",
            "imece.cluster.join", "",
            "imece.cluster.tls", folder.run().tls(GATEWAY).toString()));
  }

  private Child startBareLoop(Path model) {
    return children
        .add(() -> BareLoop.start(settings, model, installation, folder.run().log("bare-loop")))
        .orElseThrow(Benchmark::stopped);
  }

  /** Random weights are made under another name first, so that half of them are never used. */
  private void makeModel() {
    if (!(settings.model() instanceof BenchModel.Shape shape)
        || Files.exists(shape.folder(folder.models()))) {
      return;
    }
    progress.accept("making random weights (first time only)");
    var made = folder.run().path().resolve(shape.name());
    var command =
        ChildCommand.of(
            installation,
            Verb.MODEL,
            List.of("random", "--shape", shape.name(), "--out", made.toString()));
    folder.run().prepare(Instant.now());
    var log = folder.run().log("random");
    var making =
        children.add(() -> Child.start("random", command, log)).orElseThrow(Benchmark::stopped);
    while (!making.endsWithin(LOOK_MILLIS)) {
      if (children.isStopped()) {
        throw stopped();
      }
    }
    if (making.exitCode() != ExitCode.DONE) {
      throw making.died();
    }
    try {
      Files.move(made, shape.folder(folder.models()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("can't keep " + made, e);
    }
  }

  private void awaitComplete(Pipeline pipeline, NodeProcesses nodes) {
    var deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!pipeline.isComplete(nodes.count())) {
      nodes.requireAlive();
      if (children.isStopped() || System.nanoTime() > deadline) {
        throw stopped();
      }
      nodes.process(0).endsWithin(LOOK_MILLIS);
    }
  }

  private static CommandFailure stopped() {
    return new CommandFailure(ExitCode.FAILED, "stopped before anything was measured");
  }
}
