package coop.imece.node.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ConfigOption;
import coop.imece.cli.ExitCode;
import coop.imece.cli.Installation;
import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.node.device.NodeDevice;
import coop.imece.node.measure.BareLoop;
import coop.imece.node.measure.MemoryRead;
import coop.imece.shard.device.DeviceMemory;
import coop.imece.shard.engine.ComputeDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code imece measure}, for {@code imece bench}: a process that is asked on stdin and answers on
 * stdout, a line each, and ends with its stdin. The first line says how products are computed; then
 * {@code memory} is answered by bytes a second, {@code prefill} and {@code decode SESSIONS} by
 * tokens a second.
 */
@Command
final class MeasureCommand implements Callable<Integer> {
  private static final String TENSOR_THREADS = "ai.djl.pytorch.num_threads";

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--model", required = true)
  private Path model;

  @Option(names = "--precision", required = true)
  private String precision;

  @Option(names = "--threads", required = true)
  private int threads;

  @Option(names = "--parts", required = true)
  private int parts;

  @Option(names = "--prompt", required = true)
  private int prompt;

  @Option(names = "--tokens", required = true)
  private int tokens;

  /** Made once: taking so much memory anew each time would keep the machine busy for long after. */
  private Optional<MemoryRead> memory = Optional.empty();

  @Override
  public Integer call() throws IOException, InterruptedException {
    System.setProperty(TENSOR_THREADS, Integer.toString(threads));
    var answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var folder = ModelFolder.open(model);
    var served = Precision.parse(precision);
    var settings = config.load("node", List.of(), Map.of(), Installation.ofThisProcess());
    var device = NodeDevice.of(settings, served);
    try (var loop = BareLoop.load(folder, served, device, parts, prompt, tokens)) {
      answers.println(loop.kernels());
      for (var line = questions.readLine(); line != null; line = questions.readLine()) {
        answers.println(String.format(Locale.ROOT, "%.6g", answer(loop, device, line)));
      }
    }
    return ExitCode.DONE;
  }

  private double answer(BareLoop loop, ComputeDevice device, String question)
      throws InterruptedException {
    if (question.equals("memory")) {
      return device.isCpu() ? memoryRead().bytesPerSecond() : DeviceMemory.bytesPerSecond(device);
    } else if (question.equals("prefill")) {
      return loop.prefill();
    } else if (question.startsWith("decode ")) {
      return loop.decode(Integer.parseInt(question.substring("decode ".length())));
    }
    throw new CommandFailure(ExitCode.USAGE, "no such question: " + question);
  }

  private MemoryRead memoryRead() {
    memory = memory.or(() -> Optional.of(new MemoryRead(threads)));
    return memory.get();
  }
}
