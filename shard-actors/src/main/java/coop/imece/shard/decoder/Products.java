package coop.imece.shard.decoder;

import coop.imece.core.Precision;
import java.util.List;
import java.util.Locale;

/** How the decoder's products are computed: each kind is one resource file of the program. */
enum Products {
  /** Weights in the residual's own format, as they are mapped. */
  PLAIN("as the weights are mapped"),
  /** Like plain, and faster for decoding once they are packed. */
  BF16("packed by oneDNN between steps"),
  /** Weights and activations in 8 bits. */
  INT8("W8A8 per token"),
  /** Weights in 8 bits, activations in bf16. */
  INT8_WEIGHTS("8-bit weights, bf16 activations"),
  /** Weights in 4 bits, activations in bf16. */
  INT4("4-bit weights in groups of 32, bf16 activations");

  private final String description;

  Products(String description) {
    this.description = description;
  }

  /** The kinds that serve a precision, the one that is usually fastest first. */
  static List<Products> candidates(Precision precision) {
    return switch (precision) {
      case FP32 -> List.of(PLAIN);
      case BF16 -> List.of(BF16, PLAIN);
      case INT8 -> List.of(INT8, INT8_WEIGHTS);
      case INT4 -> List.of(INT4);
      case FP16 ->
          throw new IllegalArgumentException(
              "a slice is loaded as fp32, bf16, int8 or int4, was " + precision.wireName());
    };
  }

  /** Whether cards compute what is served in a precision: with plain products alone. */
  static boolean onCards(Precision precision) {
    return precision == Precision.FP32 || precision == Precision.BF16;
  }

  /** One line for the log. */
  String description() {
    return description;
  }

  String resource() {
    return "linear_" + name().toLowerCase(Locale.ROOT) + ".py";
  }
}
