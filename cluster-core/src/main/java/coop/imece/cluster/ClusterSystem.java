package coop.imece.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import coop.imece.cluster.tls.TlsFolder;
import java.net.BindException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the ActorSystem of one member: Artery over mutual TLS, always. */
public final class ClusterSystem {
  public static final String NAME = "imece";

  private static final String PROTOCOL = "pekko";
  private static final Logger log = LoggerFactory.getLogger(ClusterSystem.class);

  private ClusterSystem() {}

  /**
   * Starts the system and begins to join; membership is reached later, or the system ends after the
   * join time-out.
   *
   * @param config of the whole process, as {@code ConfigLayers} put it together
   * @throws coop.imece.cluster.tls.TlsException before anything starts, for TLS files that can't be
   *     used
   * @throws ClusterStartException when the address can't be bound
   */
  public static <T> ActorSystem<T> start(
      Behavior<T> guardian, ClusterSettings settings, Config config) {
    settings.tls().check(settings.certificateRole(), Instant.now());
    log.info("starting as {} with roles {}", settings.address(), settings.roles());
    var system =
        create(guardian, settings.address(), settingsOf(settings).withFallback(config).resolve());
    var cluster = Cluster.get(system);
    cluster
        .manager()
        .tell(
            settings.join().isEmpty()
                ? Join.create(cluster.selfMember().address())
                : new JoinSeedNodes(settings.join().stream().map(ClusterSystem::address).toList()));
    return system;
  }

  /**
   * Starts a system that speaks the cluster's wire on loopback, TLS included, and is no member:
   * what is tried with it disturbs nobody.
   *
   * @throws ClusterStartException when no port is free
   */
  public static <T> ActorSystem<T> startAlone(Behavior<T> guardian, TlsFolder tls, Config config) {
    var address = new HostPort("127.0.0.1", 0);
    var values = new HashMap<>(wireSettings(address, tls));
    values.put("pekko.actor.provider", "remote");
    values.put("pekko.remote.warn-about-direct-use", false);
    values.put("pekko.remote.use-unsafe-remote-features-outside-cluster", true);
    var settings = ConfigFactory.parseMap(values, "settings of a system alone");
    return create(guardian, address, settings.withFallback(config).resolve());
  }

  /** Where other members dial this one. */
  public static HostPort addressOf(ActorSystem<?> system) {
    var address = system.address();
    return new HostPort(address.getHost().orElseThrow(), address.getPort().orElseThrow());
  }

  private static <T> ActorSystem<T> create(Behavior<T> guardian, HostPort address, Config config) {
    try {
      return ActorSystem.create(guardian, NAME, config);
    } catch (RuntimeException e) {
      if (Stream.iterate((Throwable) e, t -> t != null, Throwable::getCause)
          .anyMatch(BindException.class::isInstance)) {
        throw new ClusterStartException(
            "the cluster's address %s can't be bound: the port is taken, or the address is not this machine's"
                .formatted(address),
            e);
      }
      throw e;
    }
  }

  private static Config settingsOf(ClusterSettings settings) {
    var values = new HashMap<>(wireSettings(settings.address(), settings.tls()));
    values.put(
        "pekko.cluster.roles", settings.roles().stream().map(ClusterRole::wireName).toList());
    return ConfigFactory.parseMap(values, "cluster settings");
  }

  private static Map<String, Object> wireSettings(HostPort address, TlsFolder tls) {
    var keys = "pekko.remote.artery.ssl.rotating-keys-engine.";
    return Map.of(
        "pekko.remote.artery.canonical.hostname",
        address.host(),
        "pekko.remote.artery.canonical.port",
        address.port(),
        keys + "key-file",
        tls.keyFile().toString(),
        keys + "cert-file",
        tls.certificateFile().toString(),
        keys + "ca-cert-file",
        tls.caFile().toString());
  }

  private static Address address(HostPort member) {
    return new Address(PROTOCOL, NAME, member.host(), member.port());
  }
}
