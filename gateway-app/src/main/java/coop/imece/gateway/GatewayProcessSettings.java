package coop.imece.gateway;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import coop.imece.cli.Folders;
import coop.imece.cli.Installation;
import coop.imece.cli.ModelFolder;
import coop.imece.cluster.ClusterRole;
import coop.imece.cluster.ClusterSettings;
import coop.imece.cluster.ModelChoice;
import coop.imece.cluster.config.ConfigException;
import coop.imece.core.Precision;
import coop.imece.ledger.actor.LedgerSingleton;
import coop.imece.ledger.journal.JournalSettings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a process that is gateway, ledger, scheduler or several of them runs on.
 *
 * @param models folders of the models that are served
 * @param data folder of this process's own files
 */
public record GatewayProcessSettings(
    List<Path> models, Precision precision, Path data, ClusterSettings cluster) {
  private static final String LEDGER_DIRECTORY = "imece.ledger.directory";
  private static final Set<ClusterRole> COORDINATORS =
      EnumSet.complementOf(EnumSet.of(ClusterRole.NODE));
  private static final String ROLES = "imece.gateway.roles";

  public GatewayProcessSettings {
    if (!cluster.roles().contains(ClusterRole.LEDGER) && cluster.join().isEmpty()) {
      throw new IllegalArgumentException(
          "imece.cluster.join must name a member (--join HOST:PORT): a process without the role"
              + " ledger starts no cooperative");
    }
  }

  /**
   * @throws ConfigException naming the key that can't be used
   */
  public static GatewayProcessSettings from(Config config, Installation installation) {
    var model = ModelChoice.from(config);
    var data = config.getString("imece.data");
    try {
      var roles = roles(config.getStringList(ROLES));
      var settings =
          new GatewayProcessSettings(
              ModelFolder.findAll(model.folders(), installation),
              model.precision(),
              data.isEmpty() ? Folders.ofUser().data().resolve("gateway") : Path.of(data),
              ClusterSettings.from(config, roles));
      LedgerSingleton.requireOneProcess(
          JournalSettings.of(settings.withLedgerDirectory(config).getConfig("imece.ledger")),
          roles.stream().map(ClusterRole::wireName).collect(Collectors.toSet()));
      return settings;
    } catch (com.typesafe.config.ConfigException
        | IllegalArgumentException
        | IllegalStateException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  boolean hasGateway() {
    return cluster.roles().contains(ClusterRole.GATEWAY);
  }

  public boolean hasScheduler() {
    return cluster.roles().contains(ClusterRole.SCHEDULER);
  }

  boolean hasLedger() {
    return cluster.roles().contains(ClusterRole.LEDGER);
  }

  private static Set<ClusterRole> roles(List<String> names) {
    var roles = EnumSet.noneOf(ClusterRole.class);
    for (var name : names) {
      roles.add(
          COORDINATORS.stream()
              .filter(role -> role.wireName().equals(name))
              .findFirst()
              .orElseThrow(() -> noRole(name)));
    }
    if (roles.isEmpty()) {
      throw noRole("");
    }
    return roles;
  }

  private static IllegalArgumentException noRole(String name) {
    return new IllegalArgumentException(
        "%s must be one or several of %s, was '%s'"
            .formatted(
                ROLES,
                COORDINATORS.stream().map(ClusterRole::wireName).collect(Collectors.joining(", ")),
                name));
  }

  /** The configuration with a place for the ledger's files: in {@code data} if none is set. */
  Config withLedgerDirectory(Config config) {
    return config.getString(LEDGER_DIRECTORY).isEmpty()
        ? config.withValue(
            LEDGER_DIRECTORY,
            ConfigValueFactory.fromAnyRef(data.resolve("ledger").toAbsolutePath().toString()))
        : config;
  }
}
