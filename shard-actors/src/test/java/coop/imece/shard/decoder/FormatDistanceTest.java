package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.HiddenStates;
import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.shard.engine.ComputeDevice;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How far the hidden states of a real model are apart that were computed in several formats: for
 * which of them a card may stand beside processors. docs/benchmarks.md has the figures.
 */
class FormatDistanceTest {
  /** Of 95 rows of 100, as a part of their length. */
  private static final double NEAR = 0.02;

  private static final ModelFolder FOLDER = ModelFolder.open(Path.of("../conf/models/imece-mini"));
  private static final int POSITIONS = 120;

  @TempDir static Path packed;
  private static TokenIds answer;

  @BeforeAll
  static void answer() {
    try (var model = LocalPipeline.whole(FOLDER, Precision.FP32)) {
      answer = model.greedy(TokenIds.of(1, 40, 100, 200, 300), POSITIONS).ids();
    }
  }

  @Test
  void fp16_is_as_near_to_bf16_as_bf16_to_fp32() {
    requireNearToBf16(OtherDevices.withoutBf16());
  }

  /** A card's sums are of another order; without one this only says that copies are whole. */
  @Test
  void bf16_of_another_device_is_as_near_to_bf16_as_bf16_to_fp32() {
    requireNearToBf16(OtherDevices.withBf16());
  }

  private static void requireNearToBf16(List<ComputeDevice> devices) {
    var bf16 = states(Precision.BF16, ComputeDevice.CPU, Products.PLAIN);
    var fp32 = states(Precision.FP32, ComputeDevice.CPU, Products.PLAIN);
    var ofFp32 = apart(bf16, fp32);
    assertTrue(ofFp32 < NEAR, "" + ofFp32);
    for (var device : devices) {
      var there = apart(states(Precision.BF16, device, Products.PLAIN), bf16);
      assertTrue(there < 1.5 * ofFp32, device + ": " + there + " and " + ofFp32);
    }
  }

  @Test
  void bf16_is_too_far_from_int8_and_int4_to_stand_for_them() {
    var bf16 = states(Precision.BF16, ComputeDevice.CPU, Products.PLAIN);
    var int8 = KernelTrial.choose(Precision.INT8, FOLDER.config().shape(), ComputeDevice.CPU);
    var ofInt8 = apart(bf16, states(Precision.INT8, ComputeDevice.CPU, int8));
    var ofInt4 = apart(bf16, states(Precision.INT4, ComputeDevice.CPU, Products.INT4));
    assertTrue(ofInt8 > NEAR, "" + ofInt8);
    assertTrue(ofInt4 > 5 * NEAR, "" + ofInt4);
  }

  /** Behind all layers but the last. */
  private static HiddenStates states(Precision precision, ComputeDevice device, Products products) {
    var layers = new LayerRange(0, FOLDER.config().shape().layers() - 1);
    var loading = new SliceLoading(FOLDER, layers, precision, packed, device, products);
    try (var slice = Slice.load(loading);
        var cache = slice.openCache(POSITIONS)) {
      var output = slice.forward(List.of(new SliceWork(cache, 0, answer, Wanted.NOTHING))).get(0);
      return ((SliceOutput.States) output).states();
    }
  }

  /** |y - y'| / |y'| of rows, exceeded by one of twenty. */
  private static double apart(HiddenStates some, HiddenStates others) {
    var y = ByteBuffer.allocate(some.positions() * some.width() * Float.BYTES);
    var reference = ByteBuffer.allocate(y.capacity());
    StateRows.read(some, y);
    StateRows.read(others, reference);
    var sorted =
        IntStream.range(0, some.positions())
            .mapToDouble(
                row -> {
                  double difference = 0;
                  double length = 0;
                  for (var i = row * some.width(); i < (row + 1) * some.width(); i++) {
                    var value = reference.getFloat(i * Float.BYTES);
                    difference += Math.pow(y.getFloat(i * Float.BYTES) - value, 2);
                    length += Math.pow(value, 2);
                  }
                  return Math.sqrt(difference / length);
                })
            .sorted()
            .toArray();
    return sorted[sorted.length * 95 / 100];
  }
}
