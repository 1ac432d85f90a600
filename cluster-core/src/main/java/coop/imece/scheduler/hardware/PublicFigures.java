package coop.imece.scheduler.hardware;

/**
 * From what makers publish to what the benchmark would measure. Peaks are not sustained; and nobody
 * publishes the latency of a decoder layer, so it is computed: reading its weights and caches, then
 * computing, then the fixed cost of its some fifteen calls.
 */
final class PublicFigures {
  /** Of the peak of products; 0.7 to 0.9 was measured on a Zen 4 processor. */
  private static final double SUSTAINED_PRODUCTS = 0.7;

  /** Of the bandwidth of memory; 0.75 to 0.9 is usual on all kinds of devices. */
  private static final double SUSTAINED_READS = 0.8;

  /** Short rows against whole ones: measured on a Zen 4 processor, 7.1 of 34.8 GB/s. */
  private static final double PROCESSOR_STRIDED_READS = 0.2;

  /** The same; supposed, since many threads wait for rows at once there. */
  private static final double ACCELERATOR_STRIDED_READS = 0.6;

  /** For a layer's calls: kernel launches of 4 us each. */
  private static final double ACCELERATOR_CALLS_SECONDS = 60e-6;

  /** Measured: 0.18 ms for a layer of no size. */
  private static final double PROCESSOR_CALLS_SECONDS = 180e-6;

  private PublicFigures() {}

  static DeviceMeasures measures(double peakFlops, double bytesPerSecond, boolean accelerator) {
    var flops = SUSTAINED_PRODUCTS * peakFlops;
    var bytes = SUSTAINED_READS * bytesPerSecond;
    var calls = accelerator ? ACCELERATOR_CALLS_SECONDS : PROCESSOR_CALLS_SECONDS;
    var strided = accelerator ? ACCELERATOR_STRIDED_READS : PROCESSOR_STRIDED_READS;
    var layers =
        ReferenceLayer.BATCHES.stream()
            .map(
                batch ->
                    (ReferenceLayer.weightBytes() + ReferenceLayer.cacheBytes(batch)) / bytes
                        + ReferenceLayer.flops(batch) / flops
                        + calls)
            .toList();
    return new DeviceMeasures(flops, bytes, strided * bytes, layers);
  }
}
