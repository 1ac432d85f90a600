package coop.imece.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.core.Bytes;
import coop.imece.core.HiddenStates;
import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.stage.FinishReason;
import coop.imece.stage.LinkSerializer;
import coop.imece.stage.SampledTokens;
import coop.imece.stage.SessionEvent.TokenSampled;
import coop.imece.stage.StageProtocol.Forward;
import coop.imece.stage.StageProtocol.ForwardBatch;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkFrameTest {
  private static final Random RANDOM = new Random(1);
  private static final Bytes TOKEN = random(16);

  private final LinkSerializer serializer = new LinkSerializer();

  @Test
  void frames_come_out_as_they_went_in_one_behind_the_other() throws IOException {
    var one = new LinkFrame(TOKEN, step(7));
    var many = new LinkFrame(random(16), new ForwardBatch(List.of(step(1), tokens(2), step(3))));
    var first = one.bytes(serializer);
    var second = many.bytes(serializer);
    var tokens = new LinkFrame(random(16), sampled(4));
    var third = tokens.bytes(serializer);
    var bytes = ByteBuffer.allocate(first.length + second.length + third.length);
    var in = stream(bytes.put(first).put(second).put(third).array());
    assertEquals(one, LinkFrame.read(in, serializer));
    assertEquals(many, LinkFrame.read(in, serializer));
    assertEquals(tokens, LinkFrame.read(in, serializer));
    assertThrows(EOFException.class, () -> LinkFrame.read(in, serializer));
  }

  @Test
  void a_frame_that_is_cut_anywhere_is_refused() {
    var bytes = new LinkFrame(TOKEN, step(7)).bytes(serializer);
    for (var length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThrows(EOFException.class, () -> read(cut), length + " of " + bytes.length);
    }
  }

  @Test
  void a_frame_whose_length_is_not_its_own_is_refused() {
    var bytes = new LinkFrame(TOKEN, step(7)).bytes(serializer);
    var own = bytes.length - Integer.BYTES;
    for (var by : List.of(-1, 1, 8)) {
      var wrong = Arrays.copyOf(bytes, bytes.length + 8);
      ByteBuffer.wrap(wrong).putInt(own + by);
      assertEquals(
          "a Forward that claims 32 bytes of data has %d, the most is 8388608".formatted(32 + by),
          assertThrows(IOException.class, () -> read(wrong)).getMessage());
    }
  }

  @Test
  void a_length_beyond_the_limits_is_refused_before_anything_is_read() {
    for (var length : List.of(Integer.MIN_VALUE, -1, 0, 17, 262_145, Integer.MAX_VALUE)) {
      var bytes = ByteBuffer.allocate(4).putInt(length).array();
      assertEquals(
          "a frame must be 18 to 262144 bytes long, was " + length,
          assertThrows(IOException.class, () -> read(bytes)).getMessage());
    }
  }

  @Test
  void a_message_too_long_for_a_frame_is_not_written() {
    var data = random(262_144);
    var states = new HiddenStates(1, 65_536, HiddenStates.Element.FP32, data);
    var frame = new LinkFrame(TOKEN, new Forward(SessionId.of(1, RANDOM), 1, 0, 1, states));
    assertEquals(
        "a frame must be at most 262144 bytes long, was 262201",
        assertThrows(IllegalArgumentException.class, () -> frame.bytes(serializer)).getMessage());
  }

  private LinkFrame read(byte[] bytes) throws IOException {
    return LinkFrame.read(stream(bytes), serializer);
  }

  private static DataInputStream stream(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  static Forward step(int position) {
    var states = new HiddenStates(1, 8, HiddenStates.Element.FP32, random(32));
    return new Forward(SessionId.of(1, RANDOM), 1, position, position + 1, states);
  }

  static SampledTokens sampled(int position) {
    var session = SessionId.of(1, RANDOM);
    return new SampledTokens(
        List.of(
            new TokenSampled(session, 1, position, 7, Optional.empty()),
            new TokenSampled(session, 2, position + 1, 70_000, Optional.of(FinishReason.STOP))));
  }

  private static Forward tokens(int position) {
    return new Forward(SessionId.of(1, RANDOM), 1, position, position + 1, TokenIds.of(5));
  }

  private static Bytes random(int size) {
    var bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return Bytes.own(bytes);
  }
}
