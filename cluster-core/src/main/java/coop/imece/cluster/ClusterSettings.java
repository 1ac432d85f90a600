package coop.imece.cluster;

import com.typesafe.config.Config;
import coop.imece.cluster.config.ConfigException;
import coop.imece.cluster.tls.Role;
import coop.imece.cluster.tls.TlsFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a process becomes a member: section {@code imece.cluster} of the configuration.
 *
 * @param address what other members dial; port 0 takes a free one
 * @param join members to join by; empty starts a new cooperative
 * @param lookEvery how often a member looks whether its cooperative still has a ledger
 * @param downAfter how long a ledger's process misses a member before it is taken out
 */
public record ClusterSettings(
    HostPort address,
    Set<ClusterRole> roles,
    List<HostPort> join,
    TlsFolder tls,
    Duration joinTimeout,
    Duration lookEvery,
    Duration downAfter,
    Duration rejoinAfter,
    Duration rejoinAfterAtMost) {
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  public ClusterSettings {
    roles = Set.copyOf(roles);
    join = List.copyOf(join);
    if (certificateRoles(roles).size() != 1) {
      throw new IllegalArgumentException(
          "a process is either a node or has gateway roles, was %s".formatted(roles));
    }
    atLeastASecond("join-timeout", joinTimeout);
    atLeastASecond("down-after", downAfter);
  }

  /**
   * @throws ConfigException naming the key that can't be used
   */
  public static ClusterSettings from(Config config, Set<ClusterRole> roles) {
    var section = config.getConfig("imece.cluster");
    try {
      var join = section.getStringList("join").stream().map(HostPort::parse).toList();
      var tls = section.getString("tls");
      if (tls.isBlank()) {
        throw new ConfigException(
            "imece.cluster.tls is not set: name the folder that 'imece ca issue' made (--tls DIR)");
      }
      return new ClusterSettings(
          new HostPort(host(section.getString("host"), join), section.getInt("port")),
          roles,
          join,
          new TlsFolder(Path.of(tls).toAbsolutePath()),
          section.getDuration("join-timeout"),
          section.getDuration("look-every"),
          section.getDuration("down-after"),
          section.getDuration("rejoin-after"),
          section.getDuration("rejoin-after-at-most"));
    } catch (com.typesafe.config.ConfigException | IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  public Role certificateRole() {
    return certificateRoles(roles).iterator().next();
  }

  private static void atLeastASecond(String key, Duration value) {
    if (value.compareTo(A_SECOND) < 0) {
      throw new IllegalArgumentException(
          "imece.cluster.%s must be at least 1s, was %s".formatted(key, value));
    }
  }

  private static String host(String host, List<HostPort> join) {
    if (!host.equals("auto")) {
      return host;
    }
    return join.isEmpty() ? "127.0.0.1" : LocalAddress.towards(join.get(0));
  }

  private static Set<Role> certificateRoles(Set<ClusterRole> roles) {
    return roles.stream().map(ClusterRole::certificate).collect(Collectors.toSet());
  }
}
