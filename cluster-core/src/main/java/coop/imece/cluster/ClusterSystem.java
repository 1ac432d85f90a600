package coop.imece.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import coop.imece.cluster.actor.BoundedEnd;
import coop.imece.cluster.actor.CooperativeMembership;
import coop.imece.cluster.tls.TlsFolder;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.setup.Setup;
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
  private static final String TLS_KEYS = "pekko.remote.artery.ssl.rotating-keys-engine.";
  private static final Logger log = LoggerFactory.getLogger(ClusterSystem.class);

  private ClusterSystem() {}

  /**
   * Starts the system and begins to join; membership is reached later, or the system ends after the
   * join time-out. A first actor that fails at once ends it even sooner: {@link Ending#await} tells
   * both.
   *
   * @param config of the whole process, as {@code ConfigLayers} put it together
   * @param setups what parts of the system ask for that no configuration can hold
   * @throws coop.imece.cluster.tls.TlsException before anything starts, for TLS files that can't be
   *     used
   * @throws ClusterStartException when the address can't be bound
   */
  public static <T> ActorSystem<T> start(
      Behavior<T> guardian, ClusterSettings settings, Config config, Setup... setups) {
    settings.tls().check(settings.certificateRole(), Instant.now());
    log.info("starting as {} with roles {}", settings.address(), settings.roles());
    var whole = settingsOf(settings).withFallback(config).resolve();
    var setup = ActorSystemSetup.create(setups).withSetup(BootstrapSetup.create(whole));
    var system = create(guardian, settings, setup);
    try {
      join(system, settings);
    } catch (RuntimeException e) {
      if (CoordinatedShutdown.get(system).getShutdownReason().isEmpty()) {
        throw e;
      }
      log.debug("the system ends before it stands", e);
    }
    return system;
  }

  private static void join(ActorSystem<?> system, ClusterSettings settings) {
    BoundedEnd.of(system);
    CooperativeMembership.start(system, settings);
    var cluster = Cluster.get(system);
    cluster
        .manager()
        .tell(
            settings.join().isEmpty()
                ? Join.create(cluster.selfMember().address())
                : new JoinSeedNodes(settings.join().stream().map(ClusterSystem::address).toList()));
  }

  /** What a system was started with; empty when it has no wire, or one without TLS. */
  public static Optional<TlsFolder> tlsOf(ActorSystem<?> system) {
    var keyFile = Path.of(system.settings().config().getString(TLS_KEYS + "key-file"));
    return system.address().hasGlobalScope() && Files.isRegularFile(keyFile)
        ? Optional.of(new TlsFolder(keyFile.getParent()))
        : Optional.empty();
  }

  /** Where other members dial this one. */
  public static HostPort addressOf(ActorSystem<?> system) {
    var address = system.address();
    return new HostPort(address.getHost().orElseThrow(), address.getPort().orElseThrow());
  }

  private static <T> ActorSystem<T> create(
      Behavior<T> guardian, ClusterSettings settings, ActorSystemSetup setup) {
    try {
      return ActorSystem.create(FailureTold.of(guardian), NAME, setup);
    } catch (RuntimeException e) {
      if (Stream.iterate((Throwable) e, t -> t != null, Throwable::getCause)
          .anyMatch(BindException.class::isInstance)) {
        throw new ClusterStartException(
            "the cluster's address %s can't be bound: the port is taken, or the address is not this machine's"
                .formatted(settings.address()),
            e);
      }
      throw e;
    }
  }

  private static Config settingsOf(ClusterSettings settings) {
    var values = new HashMap<String, Object>();
    values.put("pekko.remote.artery.canonical.hostname", settings.address().host());
    values.put("pekko.remote.artery.canonical.port", settings.address().port());
    values.put(
        "pekko.cluster.roles", settings.roles().stream().map(ClusterRole::wireName).toList());
    if (settings.roles().contains(ClusterRole.LEDGER)) {
      // It judges who is dead by what it sees itself, so it looks at all.
      values.put("pekko.cluster.failure-detector.monitored-by-nr-of-members", Integer.MAX_VALUE);
    }
    values.put(TLS_KEYS + "key-file", settings.tls().keyFile().toString());
    values.put(TLS_KEYS + "cert-file", settings.tls().certificateFile().toString());
    values.put(TLS_KEYS + "ca-cert-file", settings.tls().caFile().toString());
    return ConfigFactory.parseMap(Map.copyOf(values), "cluster settings");
  }

  /** How Pekko names the member there. */
  public static Address address(HostPort member) {
    return new Address(PROTOCOL, NAME, member.host(), member.port());
  }
}
