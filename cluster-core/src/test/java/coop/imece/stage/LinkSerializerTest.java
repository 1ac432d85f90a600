package coop.imece.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.core.Bytes;
import coop.imece.core.HiddenStates;
import coop.imece.core.HiddenStates.Element;
import coop.imece.core.SessionId;
import coop.imece.core.StageInput;
import coop.imece.core.TokenIds;
import coop.imece.stage.SessionEvent.TokenSampled;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinkSerializerTest {
  private final LinkSerializer serializer = new LinkSerializer();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void what_is_written_is_read_back() throws NotSerializableException {
    for (var round = 0; round < 200; round++) {
      var forward = forward(random.nextBoolean() ? tokens() : states());
      assertEquals(
          forward,
          serializer.fromBinary(serializer.toBinary(forward), serializer.manifest(forward)),
          "seed " + seed);
    }
  }

  @Test
  void the_order_of_a_buffer_that_holds_an_envelope_does_not_matter()
      throws NotSerializableException {
    for (var order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      var forward = forward(states());
      var buffer = ByteBuffer.allocateDirect(1 << 16).order(order);
      serializer.toBinary(forward, buffer);
      assertEquals(order, buffer.order());
      buffer.flip();
      assertEquals(forward, serializer.fromBinary(buffer, "F"));
      assertEquals(order, buffer.order());
    }
  }

  @Test
  void a_batch_that_is_written_is_read_back() throws NotSerializableException {
    for (var round = 0; round < 50; round++) {
      var batch = batch();
      var bytes = serializer.toBinary(batch);
      assertEquals(batch, serializer.fromBinary(bytes, serializer.manifest(batch)), "seed " + seed);
    }
  }

  @Test
  void a_batch_that_is_cut_or_stretched_is_refused() {
    var bytes = serializer.toBinary(batch());
    for (var length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThrows(NotSerializableException.class, () -> serializer.fromBinary(cut, "B"));
    }
    var longer = Arrays.copyOf(bytes, bytes.length + 3);
    var refused =
        assertThrows(NotSerializableException.class, () -> serializer.fromBinary(longer, "B"));
    assertEquals(true, refused.getMessage().endsWith("with 3 bytes behind it"));
  }

  @Test
  void a_batch_that_claims_more_parts_than_allowed_is_refused() {
    var bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(4_097).array();
    var refused =
        assertThrows(NotSerializableException.class, () -> serializer.fromBinary(bytes, "B"));
    assertEquals("a batch of 4097, expected 1 to 4096", refused.getMessage());
  }

  @Test
  void sampled_tokens_that_are_written_are_read_back() throws NotSerializableException {
    for (var round = 0; round < 50; round++) {
      var sampled = sampled();
      var bytes = serializer.toBinary(sampled);
      var manifest = serializer.manifest(sampled);
      assertEquals("T", manifest);
      assertEquals(sampled, serializer.fromBinary(bytes, manifest), "seed " + seed);
    }
  }

  @Test
  void sampled_tokens_that_are_cut_stretched_or_of_no_known_finish_are_refused() {
    var bytes = serializer.toBinary(sampled());
    for (var length = 0; length <= bytes.length + 1; length++) {
      var wrong = Arrays.copyOf(bytes, length);
      if (length != bytes.length) {
        assertThrows(NotSerializableException.class, () -> serializer.fromBinary(wrong, "T"));
      }
    }
    bytes[bytes.length - 4] = 9;
    var refused =
        assertThrows(NotSerializableException.class, () -> serializer.fromBinary(bytes, "T"));
    assertEquals(
        "a sampled token with finish 9, expected 0 to " + FinishReason.values().length,
        refused.getMessage());
  }

  @Test
  void a_manifest_of_none_is_refused() {
    var bytes = serializer.toBinary(sampled());
    var refused =
        assertThrows(NotSerializableException.class, () -> serializer.fromBinary(bytes, "X"));
    assertEquals("a message of manifest 'X', expected F, B or T", refused.getMessage());
  }

  private SampledTokens sampled() {
    return new SampledTokens(
        Stream.generate(
                () ->
                    new TokenSampled(
                        SessionId.of(random.nextInt(Integer.MAX_VALUE), random),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextBoolean()
                            ? Optional.empty()
                            : Optional.of(
                                FinishReason.values()[
                                    random.nextInt(FinishReason.values().length)])))
            .limit(1 + random.nextInt(20))
            .toList());
  }

  private StageProtocol.ForwardBatch batch() {
    return new StageProtocol.ForwardBatch(
        Stream.generate(() -> forward(random.nextBoolean() ? tokens() : states()))
            .limit(1 + random.nextInt(5))
            .toList());
  }

  @Test
  void values_lie_little_endian() {
    var session = new SessionId(new java.util.UUID(1, 2));
    var forward = new StageProtocol.Forward(session, 3, 4, 5, TokenIds.of(0x01020304));
    var bytes = serializer.toBinary(forward);
    assertEquals(44, bytes.length);
    assertEquals(1, bytes[0]);
    assertEquals(3, bytes[16]);
    assertEquals(4, bytes[40]);
  }

  @Test
  void cut_stretched_and_huge_frames_are_refused() {
    var bytes = serializer.toBinary(forward(states()));
    for (var length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThrows(NotSerializableException.class, () -> serializer.fromBinary(cut, "F"));
    }
    var longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThrows(NotSerializableException.class, () -> serializer.fromBinary(longer, "F"));

    var huge = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    huge.putInt(32, Integer.MAX_VALUE);
    var refused =
        assertThrows(
            NotSerializableException.class, () -> serializer.fromBinary(huge.array(), "F"));
    assertEquals(true, refused.getMessage().contains("the most is 8388608"), refused.getMessage());
  }

  @Test
  void random_bytes_never_do_more_than_be_refused() {
    for (var round = 0; round < 2_000; round++) {
      var bytes = serializer.toBinary(forward(states()));
      for (var flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(40)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        serializer.fromBinary(bytes, "F");
      } catch (NotSerializableException expected) {
        // the only exception that may leave the serializer
      }
    }
  }

  private StageProtocol.Forward forward(StageInput input) {
    var start = random.nextInt(1000);
    return new StageProtocol.Forward(
        SessionId.of(random.nextInt(Integer.MAX_VALUE), random),
        1 + random.nextInt(3),
        start,
        start + input.positions() + random.nextInt(3),
        input);
  }

  private TokenIds tokens() {
    return TokenIds.own(random.ints(1 + random.nextInt(30), 0, 300).toArray());
  }

  private HiddenStates states() {
    var positions = 1 + random.nextInt(4);
    var width = 1 + random.nextInt(9);
    var element = Element.values()[random.nextInt(3)];
    var data = new byte[positions * width * element.bytes()];
    random.nextBytes(data);
    return new HiddenStates(positions, width, element, Bytes.own(data));
  }
}
