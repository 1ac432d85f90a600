package coop.imece.node.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.cli.CommandFailure;
import coop.imece.cli.ConfigOption;
import coop.imece.cli.ExitCode;
import coop.imece.cli.Installation;
import coop.imece.cli.Supervised;
import coop.imece.cluster.ModelChoice;
import coop.imece.node.device.DeviceFolder;
import coop.imece.node.device.DeviceResult;
import coop.imece.node.device.DeviceRun;
import coop.imece.node.device.DeviceStore;
import coop.imece.node.device.MachineReader;
import coop.imece.node.device.NodeDevice;
import coop.imece.scheduler.hardware.ReferenceLayer;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.PyTorch;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code imece device}, for {@code imece bench device}: measures this machine and keeps it. */
@Command
final class DeviceCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final Supervised supervised = new Supervised();
  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--folder")
  private Optional<Path> folder = Optional.empty();

  @Option(names = "--json")
  private boolean json;

  @Option(names = "--quiet")
  private boolean quiet;

  @Option(names = "--terminal")
  private boolean terminal;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    supervised.watch();
    var settings = config.load("node", List.of(), Map.of(), Installation.ofThisProcess());
    var device = NodeDevice.of(settings, ModelChoice.from(settings).precision());
    var store = new DeviceStore(DeviceFolder.of(folder), device);
    var begun = DeviceRun.begin(store, MachineReader.read());
    if (begun.isEmpty()) {
      throw new CommandFailure(
          ExitCode.TRY_LATER, "another process measures this machine; try again in half a minute");
    }
    try (var run = begun.get()) {
      print(measured(run), device);
    }
    return ExitCode.DONE;
  }

  private DeviceResult measured(DeviceRun run) {
    if (quiet) {
      while (run.next()) {
        // to its end
      }
    } else {
      var bar = new ProgressBar(spec.commandLine().getErr(), terminal);
      do {
        bar.show(run.progress(), run.doing());
      } while (run.next());
      bar.end();
    }
    return run.keep();
  }

  private void print(DeviceResult result, ComputeDevice device) {
    var out = spec.commandLine().getOut();
    out.println(json ? json(result, device).toPrettyString() : text(result, device));
    out.flush();
  }

  private static ObjectNode json(DeviceResult result, ComputeDevice device) {
    var node = (ObjectNode) JSON.valueToTree(result);
    node.set("scores", JSON.valueToTree(result.scores()));
    node.put("device", device.name());
    node.put("usableGpus", PyTorch.gpus());
    node.put("index", result.scores().index());
    node.put("hardwareClass", result.hardwareClass().name());
    node.put("multiplier", result.m4() / 1e4);
    return node;
  }

  private static String text(DeviceResult result, ComputeDevice device) {
    var measures = result.measures();
    var scores = result.scores();
    var layers =
        IntStream.range(0, ReferenceLayer.BATCHES.size())
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT,
                        "%.2f ms at batch %d",
                        1e3 * measures.layerSeconds().get(i),
                        ReferenceLayer.BATCHES.get(i)))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        """
        machine      %s
        fingerprint  %s
        slices run   on %s; PyTorch could use %d graphics cards
        products     %.1f GFLOP/s in %s
        memory       %.1f GB/s from end to end, %.1f GB/s in rows with gaps
        layer        %s
        scores       products %.3f, memory %.3f, layer %.3f: index %.3f
        class        %s, multiplier %.4f""",
        result.description(),
        result.fingerprint(),
        device.isCpu() ? "the processor" : device.name(),
        PyTorch.gpus(),
        measures.flopsPerSecond() / 1e9,
        result.format(),
        measures.sequentialBytesPerSecond() / 1e9,
        measures.stridedBytesPerSecond() / 1e9,
        layers,
        scores.matmul(),
        scores.memory(),
        scores.latency(),
        scores.index(),
        result.hardwareClass(),
        result.m4() / 1e4);
  }
}
