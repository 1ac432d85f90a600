package coop.imece.stage;

/**
 * How the last stage turns logits into a token id. The order is: penalties, temperature, top-k,
 * top-p, draw. Randomness is keyed by (seed, position), so that a re-run samples the same.
 *
 * @param temperature 0 for the largest logit (greedy), at most 2
 * @param topP in (0, 1]: the smallest set of tokens whose probability reaches it
 * @param topK how many of the largest logits stay, 0 for all
 * @param seed any value
 * @param repetitionPenalty in (0, 10]: divides positive and multiplies negative logits of tokens
 *     seen in prompt or answer; 1 for none (Keskar et al. 2019, CTRL, section 4.1)
 * @param frequencyPenalty in [-2, 2]: times the token's count in the answer, subtracted
 * @param presencePenalty in [-2, 2]: subtracted once from tokens that stand in the answer
 */
public record SamplingParameters(
    double temperature,
    double topP,
    int topK,
    long seed,
    double repetitionPenalty,
    double frequencyPenalty,
    double presencePenalty) {

  public SamplingParameters {
    require("temperature", temperature, temperature >= 0 && temperature <= 2, "between 0 and 2");
    require("top_p", topP, topP > 0 && topP <= 1, "above 0 and at most 1");
    require("top_k", topK, topK >= 0, "0 or more");
    require(
        "repetition_penalty",
        repetitionPenalty,
        repetitionPenalty > 0 && repetitionPenalty <= 10,
        "above 0 and at most 10");
    require(
        "frequency_penalty",
        frequencyPenalty,
        frequencyPenalty >= -2 && frequencyPenalty <= 2,
        "between -2 and 2");
    require(
        "presence_penalty",
        presencePenalty,
        presencePenalty >= -2 && presencePenalty <= 2,
        "between -2 and 2");
  }

  /** Always the largest logit, no penalties. */
  public static SamplingParameters greedy() {
    return new SamplingParameters(0, 1, 0, 0, 1, 0, 0);
  }

  public boolean isGreedy() {
    return temperature == 0;
  }

  /** Whether earlier tokens change the logits. */
  public boolean penalises() {
    return repetitionPenalty != 1 || frequencyPenalty != 0 || presencePenalty != 0;
  }

  public SamplingParameters withSeed(long other) {
    return new SamplingParameters(
        temperature, topP, topK, other, repetitionPenalty, frequencyPenalty, presencePenalty);
  }

  private static void require(String field, double value, boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, was %s".formatted(field, rule, value));
    }
  }
}
