package coop.imece.shard.decoder;

import coop.imece.core.Precision;
import coop.imece.shard.engine.ComputeDevice;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the owner wants slices to be computed. A card takes models that are served in fp32 or bf16.
 * Those in int8 and int4 stay on the processor: computed from the weights that these were made of,
 * rows of hidden states differ too much from those of the other nodes (docs/benchmarks.md).
 */
public enum DeviceChoice {
  /** The card, where there is one that serves the precision. */
  AUTO,
  CPU,
  /** The card, or nothing. */
  CUDA;

  private static final String KEY = "imece.stage.device";

  /**
   * @throws IllegalArgumentException naming the key, the value and the rule
   */
  public static DeviceChoice parse(String text) {
    return Arrays.stream(values())
        .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s must be auto, cpu or cuda, was '%s'".formatted(KEY, text)));
  }

  /**
   * The device for a model that is served in a precision.
   *
   * @param card the card that this PyTorch could compute on; asked only where it matters
   * @throws IllegalArgumentException when the card that is demanded can't be had
   */
  public ComputeDevice of(Precision precision, Supplier<Optional<ComputeDevice>> card) {
    var served = Products.onCards(precision);
    return switch (this) {
      case CPU -> ComputeDevice.CPU;
      case AUTO -> served ? card.get().orElse(ComputeDevice.CPU) : ComputeDevice.CPU;
      case CUDA -> {
        if (!served) {
          throw new IllegalArgumentException(
              "%s = cuda serves fp32 and bf16, the model's precision was %s"
                  .formatted(KEY, precision.wireName()));
        }
        yield card.get()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s = cuda needs a graphics card that PyTorch can compute on, found none; docs/operating.md says what that takes"
                            .formatted(KEY)));
      }
    };
  }
}
