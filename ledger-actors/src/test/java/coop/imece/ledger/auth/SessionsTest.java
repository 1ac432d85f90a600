package coop.imece.ledger.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final String ORIGIN = "imece.example/ledger";

  private final KeyPair ledger = keys();
  private final KeyPair gateway = keys();
  private final AtomicInteger names = new AtomicInteger();
  private final Sessions<String> sessions =
      new Sessions<>(
          new LedgerHandshake(ORIGIN, ledger, Set.of(Signing.raw(gateway.getPublic()))),
          () -> "s" + names.incrementAndGet(),
          2);

  @Test
  void frames_of_a_greeted_gateway_are_taken_in_order() throws Exception {
    var channel = open();
    for (var text : new String[] {"one", "two", "three"}) {
      assertEquals(Optional.empty(), sessions.take(channel.sealer().seal(bytes(text))));
    }
  }

  @Test
  void answers_are_sealed_too() throws Exception {
    var channel = open();
    var answer = sessions.find("s1").orElseThrow().channel().sealer().seal(bytes("done"));
    assertEquals(Optional.empty(), channel.opener().take(answer));
    assertEquals(Optional.of(FrameRefusal.REPLAYED), channel.opener().take(answer));
  }

  @Test
  void a_frame_sent_twice_is_refused() throws Exception {
    var channel = open();
    var frame = channel.sealer().seal(bytes("pay"));
    sessions.take(frame);
    assertEquals(Optional.of(FrameRefusal.REPLAYED), sessions.take(frame));
  }

  @Test
  void a_frame_after_a_lost_one_is_refused() throws Exception {
    var channel = open();
    channel.sealer().seal(bytes("lost"));
    assertEquals(
        Optional.of(FrameRefusal.GAP), sessions.take(channel.sealer().seal(bytes("next"))));
  }

  @Test
  void a_changed_frame_is_refused_whatever_was_changed() throws Exception {
    var channel = open();
    open();
    var frame = channel.sealer().seal(bytes("pay"));
    for (var changed :
        new Frame[] {
          new Frame(frame.session(), frame.number(), bytes("pax"), frame.code()),
          new Frame(frame.session(), frame.number() + 1, frame.payload(), frame.code()),
          new Frame("s2", frame.number(), frame.payload(), frame.code()),
          new Frame(frame.session(), frame.number(), frame.payload(), bytes("short")),
        }) {
      assertEquals(Optional.of(FrameRefusal.FORGED), sessions.take(changed));
    }
    assertEquals(Optional.empty(), sessions.take(frame));
  }

  @Test
  void a_frame_of_the_other_direction_is_refused() throws Exception {
    open();
    var answer = sessions.find("s1").orElseThrow().channel().sealer().seal(bytes("done"));
    assertEquals(Optional.of(FrameRefusal.FORGED), sessions.take(answer));
  }

  @Test
  void a_frame_of_no_session_is_refused() throws Exception {
    assertEquals(
        Optional.of(FrameRefusal.SESSION_UNKNOWN),
        sessions.take(new Frame("s9", 0, bytes(""), bytes(""))));
  }

  @Test
  void a_stranger_is_not_greeted() {
    var refusal =
        assertThrows(
            GeneralSecurityException.class,
            () -> sessions.greet(new GatewayHandshake(ORIGIN, keys()).hello(), "stranger"));
    assertEquals("the key is not one of imece.ledger.gateways", refusal.getMessage());
  }

  @Test
  void a_gateway_that_means_another_ledger_is_not_greeted() {
    var refusal =
        assertThrows(
            GeneralSecurityException.class,
            () -> sessions.greet(new GatewayHandshake("other/ledger", gateway).hello(), "g"));
    assertEquals("the greeting is not signed by the gateway's key", refusal.getMessage());
  }

  @Test
  void a_share_of_small_order_is_refused() {
    var zero = new GatewayHandshake(ORIGIN, gateway).hello().share().array().clone();
    java.util.Arrays.fill(zero, zero.length - 32, zero.length, (byte) 0);
    var share = Bytes.own(zero);
    var hello =
        new Hello(
            Signing.raw(gateway.getPublic()),
            share,
            Signing.sign(gateway.getPrivate(), Hello.signedText(ORIGIN, share)));
    assertThrows(GeneralSecurityException.class, () -> sessions.greet(hello, "g"));
  }

  @Test
  void a_welcome_of_someone_else_is_not_trusted() throws Exception {
    var handshake = new GatewayHandshake(ORIGIN, gateway);
    var welcome = sessions.greet(handshake.hello(), "g");
    var refusal =
        assertThrows(
            GeneralSecurityException.class,
            () -> handshake.finish(welcome, Signing.raw(keys().getPublic())));
    assertEquals("the welcome is not signed by the ledger's key", refusal.getMessage());
  }

  @Test
  void a_recorded_greeting_does_not_push_out_a_proven_session() throws Exception {
    var recorded = new GatewayHandshake(ORIGIN, gateway).hello();
    var channel = open();
    sessions.take(channel.sealer().seal(bytes("proof")));
    for (int i = 0; i < 5; i++) {
      sessions.greet(recorded, "replayed");
    }
    assertEquals(Optional.empty(), sessions.take(channel.sealer().seal(bytes("still here"))));
  }

  @Test
  void of_proven_sessions_the_least_recently_used_goes() throws Exception {
    var first = open();
    var second = open();
    sessions.take(first.sealer().seal(bytes("1")));
    sessions.take(second.sealer().seal(bytes("1")));
    sessions.take(first.sealer().seal(bytes("2")));
    open();
    assertEquals(Optional.empty(), sessions.take(first.sealer().seal(bytes("3"))));
    assertEquals(
        Optional.of(FrameRefusal.SESSION_UNKNOWN), sessions.take(second.sealer().seal(bytes("2"))));
  }

  private Channel open() throws GeneralSecurityException {
    var handshake = new GatewayHandshake(ORIGIN, gateway);
    var welcome = sessions.greet(handshake.hello(), "gateway");
    return handshake.finish(welcome, Signing.raw(ledger.getPublic()));
  }

  private static Bytes bytes(String text) {
    return Bytes.own(text.getBytes(StandardCharsets.UTF_8));
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
