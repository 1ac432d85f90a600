package coop.imece.gateway.bench.pipeline;

/** What is done while everything stands. */
interface Measurement<R> {
  R on(Standing standing);
}
