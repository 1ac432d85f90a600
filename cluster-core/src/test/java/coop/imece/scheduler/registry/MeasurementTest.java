package coop.imece.scheduler.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.core.Bytes;
import coop.imece.core.NodeId;
import coop.imece.core.WalletId;
import coop.imece.scheduler.hardware.DeviceKind;
import coop.imece.scheduler.hardware.DeviceScores;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final WalletId WALLET = new WalletId("w_%032x".formatted(1));

  private static Measurement of(int keyBytes, String fingerprint) {
    var key = Bytes.own(new byte[keyBytes]);
    var scores = new DeviceScores(0.1, 0.1, 0.1);
    return new Measurement(
        key,
        WALLET,
        fingerprint,
        "a machine",
        DeviceKind.NO_ACCELERATOR,
        Measurements.MEASURES,
        scores);
  }

  @Test
  void the_node_is_the_one_that_the_key_names() {
    assertEquals(NodeId.of(new byte[32]), of(32, "cpu").node());
  }

  @Test
  void a_key_of_another_length_and_a_missing_fingerprint_are_refused() {
    assertRefused("a node's public key has 32 bytes, was 31", () -> of(31, "cpu"));
    assertRefused("a measurement needs the hardware's fingerprint", () -> of(32, " "));
  }

  private static void assertRefused(String message, Runnable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making::run).getMessage());
  }
}
