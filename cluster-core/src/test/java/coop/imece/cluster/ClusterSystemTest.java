package coop.imece.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import coop.imece.cluster.config.ConfigLayers;
import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import coop.imece.cluster.tls.TlsClient;
import coop.imece.cluster.tls.TlsException;
import coop.imece.cluster.tls.TlsFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSystemTest {
  private static final String TLS_13 = "TLSv1.3";

  @TempDir static Path folder;
  private static CertificateAuthority authority;
  private static TlsFolder gatewayTls;
  private static ActorSystem<Void> gateway;
  private static int port;

  @BeforeAll
  static void startGateway() {
    authority = CertificateAuthority.create(folder.resolve("ca"), Instant.now());
    gatewayTls = issue(authority, "gateway", Role.GATEWAY);
    gateway = start(gatewayTls, 0, "", ClusterRole.GATEWAY);
    port = ClusterSystem.addressOf(gateway).port();
  }

  @AfterAll
  static void stopGateway() {
    gateway.terminate();
    gateway.getWhenTerminated().toCompletableFuture().join();
  }

  @Test
  void a_member_is_accepted() throws IOException, GeneralSecurityException {
    var member = issue(authority, "member", Role.NODE);
    assertTrue(TlsClient.isAccepted(port, TLS_13, Optional.of(member)));
  }

  @Test
  void a_peer_without_a_certificate_is_refused() throws IOException, GeneralSecurityException {
    assertFalse(TlsClient.isAccepted(port, TLS_13, Optional.empty()));
  }

  @Test
  void a_peer_of_a_foreign_ca_is_refused() throws IOException, GeneralSecurityException {
    var foreign = CertificateAuthority.create(folder.resolve("foreign"), Instant.now());
    var stranger = issue(foreign, "stranger", Role.NODE);
    assertFalse(TlsClient.isAccepted(port, TLS_13, Optional.of(stranger)));
  }

  @Test
  void older_tls_is_refused() throws IOException, GeneralSecurityException {
    var old = issue(authority, "old", Role.NODE);
    assertFalse(TlsClient.isAccepted(port, "TLSv1.2", Optional.of(old)));
  }

  @Test
  void a_peer_that_speaks_plain_text_is_refused() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write("PEKK plain and long enough".getBytes(StandardCharsets.UTF_8));
      // A TLS alert may come first; then the connection is closed.
      assertFalse(
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
              .contains("PEKK"));
    }
  }

  @Test
  void a_certificate_of_another_role_stops_the_start() {
    var node = issue(authority, "node", Role.NODE);
    var refusal = assertThrows(TlsException.class, () -> start(node, 0, "", ClusterRole.GATEWAY));
    assertTrue(refusal.getMessage().contains("which is no gateway"), refusal.getMessage());
  }

  @Test
  void a_taken_port_is_said_in_one_line() {
    var refusal =
        assertThrows(
            ClusterStartException.class, () -> start(gatewayTls, port, "", ClusterRole.GATEWAY));
    assertEquals(
        "the cluster's address 127.0.0.1:%d can't be bound: the port is taken, or the address is not this machine's"
            .formatted(port),
        refusal.getMessage());
  }

  @Test
  void a_member_that_nobody_takes_in_ends_after_the_join_timeout() {
    var node = issue(authority, "lonely", Role.NODE);
    var system = start(node, 0, "127.0.0.1:1", ClusterRole.NODE);
    assertEquals(Ending.NOT_JOINED, Ending.await(system));
  }

  @Test
  void a_system_whose_first_actor_fails_says_so() {
    var child = Behaviors.<String>setup(context -> Behaviors.stopped());
    var guardians =
        Map.of(
            "at its start",
            Behaviors.<String>setup(
                context -> {
                  throw new IllegalStateException("no start");
                }),
            "at a message",
            Behaviors.<String>receiveMessage(
                go -> {
                  throw new IllegalStateException("no " + go);
                }),
            "with a child",
            Behaviors.<String>receive(
                (context, go) -> {
                  context.watch(context.spawnAnonymous(child));
                  return Behaviors.same();
                }));
    guardians.forEach(
        (when, guardian) -> {
          var system = start(gatewayTls, guardian);
          system.tell("go");
          assertEquals(Ending.FAILED, Ending.await(system), when);
        });
  }

  @Test
  void a_system_that_cannot_start_says_why() {
    var system = start(gatewayTls, Behaviors.<String>empty());
    Ending.cannotStart(system, "no room for a window");
    var refusal = assertThrows(ClusterStartException.class, () -> Ending.await(system));
    assertEquals("no room for a window", refusal.getMessage());
  }

  private static TlsFolder issue(CertificateAuthority ca, String name, Role role) {
    ca.issue(name, role, folder.resolve(name), Instant.now());
    return new TlsFolder(folder.resolve(name));
  }

  private static ActorSystem<String> start(TlsFolder tls, Behavior<String> guardian) {
    var config = config(tls, 0, "");
    return ClusterSystem.start(
        guardian, ClusterSettings.from(config, Set.of(ClusterRole.GATEWAY)), config);
  }

  private static ActorSystem<Void> start(TlsFolder tls, int port, String join, ClusterRole role) {
    var config = config(tls, port, join);
    return ClusterSystem.start(
        Behaviors.empty(), ClusterSettings.from(config, Set.of(role)), config);
  }

  private static Config config(TlsFolder tls, int port, String join) {
    return new ConfigLayers(
            Map.of(
                "imece.cluster.tls",
                tls.path().toString(),
                "imece.cluster.port",
                Integer.toString(port),
                "imece.cluster.join",
                join,
                "imece.cluster.join-timeout",
                "1s"),
            Map.of(),
            Optional.empty(),
            List.of())
        .load();
  }
}
