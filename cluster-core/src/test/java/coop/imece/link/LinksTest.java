package coop.imece.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import coop.imece.cluster.tls.TlsFolder;
import coop.imece.core.Bytes;
import coop.imece.stage.LinkAddress;
import coop.imece.stage.LinkMessage;
import coop.imece.stage.StageProtocol.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
  private static final ActorTestKit TEST_KIT = ActorTestKit.create();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final LinkSettings SETTINGS =
      new LinkSettings(
          0, 64, 8, Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMillis(20));

  @TempDir static Path folder;
  private static TlsFolder node;
  private static TlsFolder gateway;
  private static TlsFolder stranger;

  private final TestProbe<Command> probe = TEST_KIT.createTestProbe();
  private final BlockingQueue<LinkMessage> received = new LinkedBlockingQueue<>();
  private final List<Links> opened = new ArrayList<>();

  @BeforeAll
  static void issue() {
    var authority = CertificateAuthority.create(folder.resolve("ca"), Instant.now());
    node = issue(authority, "node", Role.NODE);
    gateway = issue(authority, "gateway", Role.GATEWAY);
    var foreign = CertificateAuthority.create(folder.resolve("foreign"), Instant.now());
    stranger = issue(foreign, "stranger", Role.NODE);
  }

  private static TlsFolder issue(CertificateAuthority ca, String name, Role role) {
    ca.issue(name, role, folder.resolve(name), Instant.now());
    return new TlsFolder(folder.resolve(name));
  }

  @AfterEach
  void close() {
    opened.forEach(Links::close);
  }

  @AfterAll
  static void stop() {
    TEST_KIT.shutdownTestKit();
  }

  @Test
  void what_is_sent_arrives_in_its_order() throws IOException, InterruptedException {
    var to = links(node, SETTINGS).add(received::add);
    var from = connected(to);
    for (var position = 0; position < 50; position++) {
      var step = LinkFrameTest.step(position);
      assertTrue(from.send(to, step));
      assertEquals(step, next());
    }
  }

  @Test
  void a_gateway_is_dialled_by_nodes() throws IOException, InterruptedException {
    var to = links(gateway, SETTINGS).add(received::add);
    var from = connected(to);
    var tokens = LinkFrameTest.sampled(3);
    assertTrue(from.send(to, tokens));
    assertEquals(tokens, next());
  }

  @Test
  void a_frame_for_nobody_ends_the_connection_and_no_other_one()
      throws IOException, InterruptedException {
    var to = links(node, SETTINGS).add(received::add);
    var good = connected(to);
    var bad = connected(to);
    var wrong = new LinkAddress(to.host(), to.port(), Bytes.own(new byte[16]));
    assertTrue(bad.send(wrong, LinkFrameTest.step(1)));
    probe.awaitAssert(PATIENCE, () -> refused(bad, to));
    received.clear();
    var step = LinkFrameTest.step(3);
    assertTrue(good.send(to, step));
    assertEquals(step, next());
    probe.awaitAssert(PATIENCE, () -> taken(bad, to));
  }

  @Test
  void what_is_late_for_one_that_has_stopped_is_dropped() throws IOException, InterruptedException {
    var receiver = links(node, SETTINGS);
    var stopped = receiver.add(received::add);
    var to = receiver.add(received::add);
    var from = connected(to);
    receiver.remove(stopped);
    assertTrue(from.send(stopped, LinkFrameTest.step(1)));
    var step = LinkFrameTest.step(2);
    assertTrue(from.send(to, step));
    assertEquals(step, next());
  }

  @Test
  void a_peer_of_a_foreign_ca_or_of_another_role_is_refused()
      throws IOException, InterruptedException {
    var to = links(node, SETTINGS).add(received::add);
    for (var other : List.of(stranger, gateway)) {
      var from = links(other, SETTINGS);
      for (var tries = 0; tries < 20; tries++) {
        from.send(to, LinkFrameTest.step(tries));
        assertNull(received.poll(20, TimeUnit.MILLISECONDS));
      }
    }
    connected(to);
  }

  @Test
  void a_peer_that_speaks_plain_text_is_refused_and_others_go_on()
      throws IOException, InterruptedException {
    var to = links(node, SETTINGS).add(received::add);
    try (var socket = new Socket(InetAddress.getByName(to.host()), to.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(new byte[100]);
      socket.getInputStream().readAllBytes();
    }
    connected(to);
  }

  @Test
  void a_connection_that_is_not_used_is_closed_and_opened_again_when_it_is()
      throws IOException, InterruptedException {
    var to = links(node, SETTINGS).add(received::add);
    var shortly =
        new LinkSettings(
            0, 64, 8, Duration.ofSeconds(5), Duration.ofMillis(400), Duration.ofMinutes(1));
    var from = connected(links(node, shortly), to);
    assertNull(received.poll(800, TimeUnit.MILLISECONDS));
    assertFalse(from.send(to, LinkFrameTest.step(1)));
    connected(from, to);
  }

  @Test
  void beyond_the_limit_no_connection_is_made_and_the_others_go_on()
      throws IOException, InterruptedException {
    var one =
        new LinkSettings(
            0, 64, 1, Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMillis(20));
    var to = links(node, SETTINGS).add(received::add);
    var other = links(node, SETTINGS).add(received::add);
    var from = connected(links(node, one), to);
    assertFalse(from.send(other, LinkFrameTest.step(1)));
    var step = LinkFrameTest.step(2);
    assertTrue(from.send(to, step));
    assertEquals(step, next());
  }

  private Links links(TlsFolder tls, LinkSettings settings) throws IOException {
    var links = new Links("127.0.0.1", tls, settings);
    opened.add(links);
    return links;
  }

  private Links connected(LinkAddress to) throws IOException, InterruptedException {
    return connected(links(node, SETTINGS), to);
  }

  /** Tries until one message has come through. */
  private Links connected(Links from, LinkAddress to) throws InterruptedException {
    probe.awaitAssert(PATIENCE, () -> taken(from, to));
    next();
    return from;
  }

  private static Links taken(Links from, LinkAddress to) {
    assertTrue(from.send(to, LinkFrameTest.step(0)));
    return from;
  }

  private static Links refused(Links from, LinkAddress to) {
    assertFalse(from.send(to, LinkFrameTest.step(0)));
    return from;
  }

  private LinkMessage next() throws InterruptedException {
    var message = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertNotNull(message);
    return message;
  }
}
