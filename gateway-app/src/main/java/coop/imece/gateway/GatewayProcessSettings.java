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
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a gateway process with ledger and scheduler runs on.
 *
 * @param models folders of the models that are served
 * @param data folder of this process's own files
 */
public record GatewayProcessSettings(
    List<Path> models, Precision precision, Path data, ClusterSettings cluster) {
  private static final String LEDGER_DIRECTORY = "imece.ledger.directory";
  private static final Set<ClusterRole> ROLES =
      Set.of(ClusterRole.GATEWAY, ClusterRole.LEDGER, ClusterRole.SCHEDULER);

  /**
   * @throws ConfigException naming the key that can't be used
   */
  public static GatewayProcessSettings from(Config config, Installation installation) {
    var model = ModelChoice.from(config);
    var data = config.getString("imece.data");
    try {
      return new GatewayProcessSettings(
          ModelFolder.findAll(model.folders(), installation),
          model.precision(),
          data.isEmpty() ? Folders.ofUser().data().resolve("gateway") : Path.of(data),
          ClusterSettings.from(config, ROLES));
    } catch (com.typesafe.config.ConfigException | IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
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
