package coop.imece.node.device;

import coop.imece.scheduler.hardware.DeviceKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The hardware that a node runs on.
 *
 * @param id that no other machine has, as its system gives it; empty when there is none
 * @param processorId family, model and stepping
 * @param threads that run at once
 * @param memoryBytes built in, not what a container leaves of it
 */
public record Machine(
    String id,
    String processor,
    String processorId,
    int cores,
    int threads,
    long memoryBytes,
    List<GraphicsCard> cards) {
  private static final long GIB = 1L << 30;
  private static final int FINGERPRINT_BYTES = 16;

  public Machine {
    cards = List.copyOf(cards);
  }

  /**
   * 32 hex digits, equal on every start of the same hardware. Memory counts in whole GiB, because
   * systems keep some of it for themselves, now more and now less.
   */
  public String fingerprint() {
    var cardNames =
        cards.stream().map(GraphicsCard::name).sorted().collect(Collectors.joining("\n"));
    var text =
        String.join(
            "\n",
            id,
            processor,
            processorId,
            Integer.toString(cores),
            Integer.toString(threads),
            Long.toString(Math.round((double) memoryBytes / GIB)),
            cardNames);
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * The kind that bounds the multiplier: of what slices compute with, not of what is built in. A
   * card that PyTorch computes on and the system does not name is no integrated one.
   *
   * @param engineOnGpu whether PyTorch computes slices on a graphics card
   */
  public DeviceKind kind(boolean engineOnGpu) {
    if (!engineOnGpu) {
      return DeviceKind.NO_ACCELERATOR;
    }
    return !cards.isEmpty() && cards.stream().allMatch(GraphicsCard::integrated)
        ? DeviceKind.INTEGRATED_GPU
        : DeviceKind.ACCELERATOR;
  }

  /** One line for people. */
  public String description() {
    var graphics =
        cards.isEmpty()
            ? "no graphics card"
            : cards.stream().map(GraphicsCard::name).collect(Collectors.joining(", "));
    return "%s, %d cores, %d threads, %d GiB, %s"
        .formatted(processor, cores, threads, Math.round((double) memoryBytes / GIB), graphics);
  }
}
