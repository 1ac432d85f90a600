package coop.imece.node.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.shard.weights.RandomModel;
import coop.imece.shard.weights.ShapePreset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code imece model random}: a folder of a model's sizes and speed that says nothing sensible. */
@Command(
    name = "random",
    description = "Make a folder with random weights in the shape of a published model.")
final class ModelRandomCommand implements Callable<Integer> {
  @Option(
      names = "--shape",
      required = true,
      paramLabel = "S",
      description = "smollm2-135m, tinyllama-1.1b, llama3-8b or tiny.")
  private String shape;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "New folder.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What the weights are drawn from (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    if (Files.exists(out)) {
      throw new CommandFailure(ExitCode.REFUSED, out + " exists already; it is not replaced");
    }
    var preset = preset();
    RandomModel.write(out, preset.config(), preset.deviation(), seed);
    return ExitCode.DONE;
  }

  private ShapePreset preset() {
    try {
      return ShapePreset.parse(shape);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--shape: " + e.getMessage());
    }
  }
}
