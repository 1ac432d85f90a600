package coop.imece.node.check;

import coop.imece.core.Flops;
import coop.imece.core.ModelShape;
import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.model.ModelSize;
import java.math.BigInteger;
import java.util.List;

/**
 * What a model folder is, from its config.
 *
 * @param bytesPerLayer weights of one decoder layer at {@code precision}
 * @param flopsPerToken of one sampled token at position 0, head included
 */
public record ModelDescription(
    String model,
    String family,
    int layers,
    ModelShape shape,
    int maxPositions,
    boolean tiedHead,
    List<Integer> endOfSequence,
    String storedType,
    String precision,
    long parameters,
    long parametersPerLayer,
    long bytesPerLayer,
    long bytes,
    BigInteger flopsPerToken) {

  public static ModelDescription of(ModelFolder folder, Precision precision) {
    var config = folder.config();
    var size = new ModelSize(config);
    var all = config.shape().allLayers();
    return new ModelDescription(
        folder.name(),
        config.family(),
        config.shape().layers(),
        config.shape(),
        config.maxPositions(),
        config.tiedHead(),
        List.copyOf(config.endIds()),
        config.storedType(),
        precision.wireName(),
        size.total(),
        size.layer(),
        ModelSize.bytes(size.layer(), precision),
        size.bytes(all, precision),
        Flops.output(config.shape(), all, 1, 1));
  }

  /** One line for each thing a reader wants to know. */
  public String text() {
    return """
        model       %s (%s)
        layers      %d, hidden %d, %d query and %d key-value heads of %d, feed-forward %d, vocabulary %d
        experts     %s
        context     %d positions%s
        parameters  %,d, of them %,d in each layer
        precision   %s (stored as %s): %,d bytes per layer, %,d in all
        work        %,d FLOPs for a token at position 0
        ends with   %s
        """
        .formatted(
            model,
            family,
            layers,
            shape.hidden(),
            shape.heads(),
            shape.kvHeads(),
            shape.headSize(),
            shape.feedForward(),
            shape.vocabulary(),
            shape.experts() == 0
                ? "none"
                : "%d, %d for each token".formatted(shape.experts(), shape.expertsPerToken()),
            maxPositions,
            shape.window() == 0 ? "" : ", attention over the last " + shape.window(),
            parameters,
            parametersPerLayer,
            precision,
            storedType,
            bytesPerLayer,
            bytes,
            flopsPerToken,
            endOfSequence);
  }
}
