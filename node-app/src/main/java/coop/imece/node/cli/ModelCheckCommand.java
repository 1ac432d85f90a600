package coop.imece.node.cli;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.core.Precision;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.model.ModelFolderException;
import coop.imece.node.check.GreedyRun;
import coop.imece.node.check.ModelDescription;
import coop.imece.shard.decoder.Slice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code imece model check}: what a folder is and what it answers, without a cooperative, so that
 * anyone can compare with another implementation.
 */
@Command(
    name = "check",
    description = "Say what a model folder is, and what it answers, without a cooperative.")
final class ModelCheckCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT);

  @Parameters(paramLabel = "DIR", description = "Model folder in Hugging Face format.")
  private Path folder;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "Continue this text greedily, encoded as the tokenizer does by itself.")
  private Optional<String> prompt = Optional.empty();

  @Option(
      names = "--ids",
      split = ",",
      paramLabel = "ID",
      description = "Continue these token ids instead of a text.")
  private int[] ids = {};

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "16",
      description = "Tokens to sample, at most (default: ${DEFAULT-VALUE}).")
  private int tokens;

  @Option(names = "--logits", description = "Print the logits behind the prompt and the last step.")
  private boolean logits;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "fp32, bf16, int8, int4 (default: the type the weights are stored in).")
  private Optional<String> precision = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object; always so with a prompt.")
  private boolean json;

  @Override
  public Integer call() {
    var opened = open();
    var chosen = precision(opened);
    var description = ModelDescription.of(opened, chosen);
    if (prompt.isEmpty() && ids.length == 0) {
      System.out.print(
          json ? JSON.valueToTree(description).toPrettyString() + "\n" : description.text());
      return ExitCode.DONE;
    }
    if (tokens < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--tokens must be 1 or more, was " + tokens);
    }
    System.out.println(answer(opened, chosen, description).toPrettyString());
    return ExitCode.DONE;
  }

  private ModelFolder open() {
    try {
      return ModelFolder.open(folder);
    } catch (ModelFolderException e) {
      throw new CommandFailure(ExitCode.FAILED, e.getMessage());
    }
  }

  private Precision precision(ModelFolder opened) {
    try {
      return precision.map(Precision::parse).orElseGet(() -> opened.config().storedPrecision());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--precision: " + e.getMessage());
    }
  }

  private ObjectNode answer(ModelFolder opened, Precision chosen, ModelDescription description) {
    ObjectNode node = JSON.valueToTree(description);
    try (var tokenizer = HuggingFaceTokenizer.newInstance(opened.tokenizer());
        var slice = Slice.load(opened, opened.config().shape().allLayers(), chosen)) {
      var encoded = ids.length > 0 ? TokenIds.of(ids) : encode(tokenizer);
      var run = GreedyRun.of(slice, encoded, tokens);
      node.set("prompt_ids", JSON.valueToTree(encoded.toArray()));
      node.set("greedy_ids", JSON.valueToTree(run.greedyIds()));
      node.put("text", tokenizer.decode(run.greedyIds().stream().mapToLong(id -> id).toArray()));
      if (logits) {
        node.set("logits_last_prompt", JSON.valueToTree(run.logitsLastPrompt()));
        node.set("logits_last_step", JSON.valueToTree(run.logitsLastStep()));
      }
      return node;
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.FAILED, e.getMessage());
    }
  }

  private TokenIds encode(HuggingFaceTokenizer tokenizer) {
    var encoding = tokenizer.encode(prompt.orElseThrow());
    return TokenIds.own(Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray());
  }
}
