package coop.imece.gateway.bench.pipeline;

import com.typesafe.config.Config;
import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.cli.Verb;
import coop.imece.cluster.tls.CertificateAuthority;
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
import java.util.function.BooleanSupplier;

/**
 * One start of a pipeline of node processes on this machine and of the bare loop beside it, which
 * stops all that it started, however that ends.
 */
final class BenchStart {
  private static final String GATEWAY = "gateway";
  private static final Duration READY_WITHIN = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 100;

  private final BenchSetup setup;
  private final BenchSettings settings;
  private final BenchFolder folder = BenchFolder.make();
  private final Children children = new Children();
  private volatile boolean interrupted;
  private volatile boolean failed;

  BenchStart(BenchSetup setup) {
    this.setup = setup;
    this.settings = setup.settings();
  }

  /**
   * Blocks until it is measured.
   *
   * @throws CommandFailure when something can't start or ends too early; nothing is left running
   */
  <R> R measure(Measurement<R> measurement) {
    var stopAll = new Thread(this::interrupt, "stop-all");
    addHook(stopAll);
    try {
      return measured(measurement);
    } catch (RuntimeException | Error e) {
      if (!failed) {
        requireUninterrupted();
        failed = true;
      }
      throw e;
    } finally {
      stop();
      removeHook(stopAll);
    }
  }

  private void addHook(Thread hook) {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) { // this process is just ending
      folder.delete();
      throw stopped();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is just ending, and the hook has run or runs.
    }
  }

  /** This process is to end. */
  private void interrupt() {
    interrupted = true;
    stop();
  }

  private synchronized void stop() {
    children.stopAll();
    if (failed) {
      folder.deleteAllButLogs();
    } else {
      folder.delete();
    }
  }

  private <R> R measured(Measurement<R> measurement) {
    makeModel();
    var model = ModelFolder.open(settings.model().folder(folder.models()));
    var ca = folder.run().prepare(Instant.now());
    setup.progress().accept("loading the bare loop");
    var bare = new BareLoop(settings, startBareLoop(model.path()));
    var kernels = bare.awaitKernels();
    folder.run().issue(ca, GATEWAY, Role.GATEWAY, Instant.now());
    var shape = model.config().shape();
    var nodes = new NodeProcesses(settings, shape);
    try (var pipeline =
        Pipeline.start(
            model.name(),
            shape.vocabulary(),
            settings.seed(),
            gatewayConfig(),
            nodes::requireAlive)) {
      try {
        startNodes(pipeline, nodes, model.path(), ca);
        awaitPacked(pipeline, nodes);
        return measurement.on(new Standing(pipeline, nodes, bare, kernels, model.config()));
      } catch (RuntimeException e) {
        requireUninterrupted();
        failed = true; // before all is stopped, which may be interrupted
        nodes.requireAlive(); // a node that ended is the better reason
        throw e;
      } finally {
        children.stopAll(); // while the gateway is there, so that the nodes leave in order
      }
    }
  }

  private Config gatewayConfig() {
    return setup
        .config()
        .apply(
            Map.of(
                "imece.cluster.host", "127.0.0.1",
                "imece.cluster.port", "0",
                "imece.cluster.join", "",
                "imece.cluster.tls", folder.run().tls(GATEWAY).toString(),
                "imece.scheduler.allow-shared-hardware", "on")); // all nodes are on this machine
  }

  private Child startBareLoop(Path model) {
    return children
        .add(
            () ->
                BareLoop.start(
                    settings, model, setup.installation(), folder.run().log("bare-loop")))
        .orElseThrow(BenchStart::stopped);
  }

  /** Random weights are made under another name first, so that half of them are never used. */
  private void makeModel() {
    if (!(settings.model() instanceof BenchModel.Shape shape)
        || Files.exists(shape.folder(folder.models()))) {
      return;
    }
    setup.progress().accept("making random weights (first time only)");
    var made = folder.run().path().resolve(shape.name());
    var command =
        ChildCommand.of(
            setup.installation(),
            Verb.MODEL,
            List.of("random", "--shape", shape.name(), "--out", made.toString()));
    folder.run().prepare(Instant.now());
    var log = folder.run().log("random");
    var making =
        children.add(() -> Child.start("random", command, log)).orElseThrow(BenchStart::stopped);
    while (!making.endsWithin(LOOK_MILLIS)) {
      requireUninterrupted();
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

  /** One after the other: each tries its kernels when it loads, and none shall disturb that. */
  private void startNodes(
      Pipeline pipeline, NodeProcesses nodes, Path model, CertificateAuthority ca) {
    for (var stage = 0; stage < nodes.count(); stage++) {
      setup.progress().accept("starting node %d of %d".formatted(stage + 1, nodes.count()));
      nodes.start(
          stage, model, pipeline.address(), ca, folder.run(), setup.installation(), children);
      var ready = stage + 1;
      await(() -> pipeline.readyNodes() >= ready, nodes, stage, "ready");
    }
  }

  /**
   * Of each node within its time. What nodes do as long as they are idle would disturb what is
   * measured, and be disturbed.
   */
  private void awaitPacked(Pipeline pipeline, NodeProcesses nodes) {
    var stages = pipeline.stages();
    for (var i = 0; i < stages.size(); i++) {
      var stage = stages.get(i);
      if (pipeline.work(stage).packing()) {
        setup.progress().accept("waiting until node %d has packed its weights".formatted(i + 1));
        await(() -> !pipeline.work(stage).packing(), nodes, i, "done packing its weights");
      }
    }
  }

  /** Until a stage's node is what it shall be, as long as all are alive. */
  private void await(BooleanSupplier reached, NodeProcesses nodes, int stage, String state) {
    var deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!reached.getAsBoolean()) {
      requireUninterrupted();
      nodes.requireAlive();
      var node = nodes.process(stage);
      if (System.nanoTime() > deadline) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "%s was not %s within %d minutes; its log is %s"
                .formatted(node.name(), state, READY_WITHIN.toMinutes(), node.log()));
      }
      node.endsWithin(LOOK_MILLIS);
    }
  }

  /** What ends since all is stopped has not failed. */
  private void requireUninterrupted() {
    if (interrupted) {
      throw stopped();
    }
  }

  private static CommandFailure stopped() {
    return new CommandFailure(ExitCode.FAILED, "stopped before all was measured");
  }
}
