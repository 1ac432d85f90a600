package coop.imece.core;

import java.util.Arrays;
import java.util.Locale;

/**
 * The number format in which a model is served. It belongs to the served model's manifest, never to
 * a request. {@code q4} is the price factor Q in 1/10,000.
 */
public enum Precision {
  FP32(10_000),
  FP16(5_000),
  BF16(5_000),
  INT8(2_500),
  INT4(1_250);

  private final int q4;

  Precision(int q4) {
    this.q4 = q4;
  }

  public int q4() {
    return q4;
  }

  /** The name in manifests, flags and the ledger: {@code "int8"}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Precision parse(String text) {
    return Arrays.stream(values())
        .filter(p -> p.wireName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "precision must be one of fp32, fp16, bf16, int8, int4, was '%s'"
                        .formatted(text)));
  }
}
