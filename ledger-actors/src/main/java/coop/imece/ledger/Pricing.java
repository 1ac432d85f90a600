package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.core.LayerRange;
import coop.imece.ledger.event.ModelServed;
import coop.imece.ledger.event.Policy;
import java.math.BigInteger;

/**
 * What a request for a model costs and a slice of it earns under a policy, in exact integers. Work
 * is in units of 1/10,000 FLOP, the prompt's weight applied.
 */
final class Pricing {
  private static final BigInteger ONE = BigInteger.valueOf(Policy.ONE);
  private static final BigInteger TEN_19 = BigInteger.TEN.pow(19);

  private final ModelServed model;
  private final Policy policy;
  private final long policySeq;
  private final SliceWork sliceWork;

  /**
   * @param policySeq index of the policy's entry
   */
  Pricing(ModelServed model, Policy policy, long policySeq) {
    this.model = model;
    this.policy = policy;
    this.policySeq = policySeq;
    this.sliceWork = new SliceWork(model.shape());
  }

  ModelServed model() {
    return model;
  }

  Policy policy() {
    return policy;
  }

  long policySeq() {
    return policySeq;
  }

  /** Output FLOPs and prompt FLOPs; the prompt's weight is not applied. */
  record Work(BigInteger output, BigInteger prompt) {
    static final Work NONE = new Work(BigInteger.ZERO, BigInteger.ZERO);

    boolean isNone() {
      return output.signum() == 0 && prompt.signum() == 0;
    }

    Work plus(Work other) {
      return new Work(output.add(other.output), prompt.add(other.prompt));
    }

    Work minus(Work other) {
      return new Work(output.subtract(other.output), prompt.subtract(other.prompt));
    }
  }

  /** Layers at the samplings {@code [start, end)}; the prompt belongs to sampling 0. */
  Work work(LayerRange layers, int promptTokens, int start, int end) {
    return new Work(
        sliceWork.output(layers, promptTokens, start, end),
        start == 0 ? sliceWork.prompt(layers, promptTokens) : BigInteger.ZERO);
  }

  /** The most that a request can cost. */
  Gft ceiling(int promptTokens, int maxTokens, boolean fallback) {
    var all = work(model.shape().allLayers(), promptTokens, 0, maxTokens);
    return fallback ? charge(Work.NONE, all) : charge(all, Work.NONE);
  }

  /** {@code ceil(F x Q)}, the fallback provider's part at its factor. */
  Gft charge(Work foreign, Work fallback) {
    if (policy.tokenless()) {
      return Gft.ZERO;
    }
    var q4 = model.precision().q4();
    if (fallback.isNone()) {
      return Price.roundedUp(weighted(foreign), (long) Policy.ONE * q4);
    }
    var factor4 = BigInteger.valueOf(policy.fallback4());
    var priced = weighted(foreign).multiply(ONE).add(weighted(fallback).multiply(factor4));
    return Price.roundedUp(priced, q4);
  }

  /** {@code floor(F x M x R)}. */
  Gft formula(Work work, int m4, int r4) {
    return Price.roundedDown(weighted(work), (long) m4 * r4);
  }

  /** {@code floor(F x Q x R x min(M, 1))}: what a bounded pot always covers. */
  Gft base(Work work, int m4, int r4) {
    var factors = (long) model.precision().q4() * r4 * Math.min(m4, Policy.ONE);
    return Price.inFull(weighted(work).multiply(BigInteger.valueOf(factors)), TEN_19, false);
  }

  private BigInteger weighted(Work work) {
    var output = work.output.multiply(ONE);
    return policy.promptWeight4() == 0
        ? output
        : output.add(work.prompt.multiply(BigInteger.valueOf(policy.promptWeight4())));
  }
}
