package coop.imece.scheduler.hardware;

import static coop.imece.scheduler.hardware.DeviceKind.ACCELERATOR;
import static coop.imece.scheduler.hardware.DeviceKind.INTEGRATED_GPU;
import static coop.imece.scheduler.hardware.DeviceKind.NO_ACCELERATOR;
import static coop.imece.scheduler.hardware.HardwareClass.CPU_ONLY;
import static coop.imece.scheduler.hardware.HardwareClass.DATACENTER_ACCEL;
import static coop.imece.scheduler.hardware.HardwareClass.ENTRY_CONSUMER_GPU;
import static coop.imece.scheduler.hardware.HardwareClass.HIGH_CONSUMER_GPU;
import static coop.imece.scheduler.hardware.HardwareClass.MID_CONSUMER_GPU;
import static coop.imece.scheduler.hardware.HardwareClass.MOBILE_EDGE;
import static coop.imece.scheduler.hardware.HardwareClass.PROFESSIONAL_ACCEL;
import static coop.imece.scheduler.hardware.HardwareClass.PROSUMER_GPU;

/**
 * Devices that everybody knows, with the figures that their makers publish: dense 16-bit products
 * with 32-bit sums in TFLOP/s (32-bit ones where the device has no faster), memory bandwidth in
 * GB/s. Processors publish neither products nor layers: theirs is cores x clock x products a clock.
 *
 * <p>They are the rows of the calibration. Each is in the class that it is sold for, except where
 * its Javadoc says why not.
 *
 * <p>Sources. Raspberry Pi: "The Official Raspberry Pi Beginner's Guide", appendix F, and
 * "Introducing Raspberry Pi 5" (cores, clock, memory). Processors: the makers' product pages
 * (cores, clocks, memory) and instruction sets. GeForce 30 and RTX A6000: "NVIDIA Ampere GA102 GPU
 * Architecture" whitepaper, V2.0, appendices; GeForce 40 and L4: "NVIDIA Ada GPU Architecture"
 * whitepaper, V2.01; where a card of a family stands in neither, twice its 32-bit rate, which is
 * what the whitepapers give for GeForce of both families. L40S, A100, H100, H200: NVIDIA's data
 * sheets of that name, without sparsity.
 */
public enum ExampleDevice {
  /** 4 cores of 1.5 GHz, 8 FLOP a clock; LPDDR4-3200, 32 bits. */
  RASPBERRY_PI_4(NO_ACCELERATOR, 0.048, 12.8, MOBILE_EDGE),
  /** 4 cores of 2.4 GHz, 16 FLOP a clock; LPDDR4X-4267, 32 bits. */
  RASPBERRY_PI_5(NO_ACCELERATOR, 0.154, 17.1, MOBILE_EDGE),
  /** 6 cores of 4.0 GHz, 32 FLOP a clock; two channels of DDR5-4800. */
  CORE_I5_12400(NO_ACCELERATOR, 0.768, 76.8, CPU_ONLY),
  /** 16 cores of 4.5 GHz, 64 FLOP a clock in bf16; two channels of DDR5-5200. */
  RYZEN_9_7950X(NO_ACCELERATOR, 4.6, 83.2, CPU_ONLY),
  /**
   * 96 cores of 3.55 GHz, 64 FLOP a clock in bf16; twelve channels of DDR5-4800. Its index is that
   * of a consumer's graphics card; the rule for machines without an accelerator holds it here.
   */
  EPYC_9654(NO_ACCELERATOR, 21.8, 460.8, CPU_ONLY),
  /** 768 lanes of 2.7 GHz, 16-bit products at twice the rate; two channels of DDR5-5600. */
  RADEON_780M(INTEGRATED_GPU, 16.6, 89.6, ENTRY_CONSUMER_GPU),
  /**
   * 38 cores of 1.4 GHz, 256 FLOP a clock; its 16-bit products are no faster than those of 32 bits
   * (measured in "Metal Benchmarks" by Philip Turner). Its index is higher; the rule for integrated
   * graphics holds it here.
   */
  APPLE_M2_MAX(INTEGRATED_GPU, 13.6, 400, ENTRY_CONSUMER_GPU),
  /** 16-bit products with 16-bit sums: it has no tensor cores. */
  GTX_1650(ACCELERATOR, 5.97, 128, ENTRY_CONSUMER_GPU),
  RTX_3050(ACCELERATOR, 18.2, 224, ENTRY_CONSUMER_GPU),
  RTX_3060(ACCELERATOR, 25.5, 360, MID_CONSUMER_GPU),
  RTX_4060(ACCELERATOR, 30.2, 272, MID_CONSUMER_GPU),
  RTX_3070(ACCELERATOR, 40.6, 448, MID_CONSUMER_GPU),
  RTX_4070(ACCELERATOR, 58.3, 504, HIGH_CONSUMER_GPU),
  RTX_3080(ACCELERATOR, 59.5, 760, HIGH_CONSUMER_GPU),
  RTX_4080(ACCELERATOR, 97.5, 716.8, PROSUMER_GPU),
  RTX_3090(ACCELERATOR, 71, 936, PROSUMER_GPU),
  RTX_4090(ACCELERATOR, 165.2, 1_008, PROSUMER_GPU),
  /**
   * Sold for professionals, and not here: an RTX 4090 is quicker in both figures. What it has more
   * of is memory, which earns by the larger slice that it holds.
   */
  RTX_A6000(ACCELERATOR, 154.8, 768, PROSUMER_GPU),
  /**
   * Sold for data centres, and not here: a decode step reads every weight once, and its memory is
   * slower than that of an RTX 3060.
   */
  L4(ACCELERATOR, 121, 300, HIGH_CONSUMER_GPU),
  L40S(ACCELERATOR, 362, 864, PROFESSIONAL_ACCEL),
  A100_40GB(ACCELERATOR, 312, 1_555, PROFESSIONAL_ACCEL),
  A100_80GB(ACCELERATOR, 312, 2_039, DATACENTER_ACCEL),
  H100_SXM(ACCELERATOR, 989, 3_350, DATACENTER_ACCEL),
  H200_SXM(ACCELERATOR, 989, 4_800, DATACENTER_ACCEL);

  private final DeviceKind kind;
  private final double peakTeraflops;
  private final double gigabytesPerSecond;
  private final HardwareClass hardwareClass;

  ExampleDevice(
      DeviceKind kind,
      double peakTeraflops,
      double gigabytesPerSecond,
      HardwareClass hardwareClass) {
    this.kind = kind;
    this.peakTeraflops = peakTeraflops;
    this.gigabytesPerSecond = gigabytesPerSecond;
    this.hardwareClass = hardwareClass;
  }

  public DeviceKind kind() {
    return kind;
  }

  /** Where the calibration puts it. */
  public HardwareClass hardwareClass() {
    return hardwareClass;
  }

  /** What the benchmark would measure, see {@link PublicFigures}. */
  public DeviceMeasures measures() {
    return PublicFigures.measures(
        1e12 * peakTeraflops, 1e9 * gigabytesPerSecond, kind != NO_ACCELERATOR);
  }
}
