package coop.imece.shard.decoder;

import java.util.Locale;

/** How the decoder's products are computed: each kind is one resource file of the program. */
enum Products {
  /** Weights in the residual's own format, as they are mapped. */
  PLAIN,
  /** Weights and activations in 8 bits. */
  INT8;

  String resource() {
    return "linear_" + name().toLowerCase(Locale.ROOT) + ".py";
  }
}
